import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Failure } from '../../../shared/contract/failure.ts';
import { must } from '../../../shared/testing/results.ts';
import type { ReaderState } from './binding.ts';
import { PcscliteBinding } from './pcsclite.ts';

const NAME = 'Reader 00 00';
const EMPTY = 0x10;

/** Of the library, what it does around a reader that comes and goes: it closes it, and may then never say 'end'. */
class Client extends EventEmitter {
  readonly reader = Object.assign(new EventEmitter(), { name: NAME, close: () => {} });
  close(): void {}

  plug(): void {
    this.emit('reader', this.reader);
    this.reader.emit('status', { state: EMPTY });
  }

  unplug(): void {
    this.reader.close();
  }
}

test.each([
  ['that the library closes without a word', (client: Client) => client.unplug()],
  ['whose end is told', (client: Client) => void client.reader.emit('end')],
])('a reader %s has left, and its process is given up', async (_, leave) => {
  const client = new Client();
  const told: (readonly ReaderState[])[] = [];
  const lost = Promise.withResolvers<Failure>();
  const library = (() => client) as unknown as ConstructorParameters<typeof PcscliteBinding>[0];
  const watcher = { readers: (states: readonly ReaderState[]) => void told.push(states), lost: lost.resolve };
  must(new PcscliteBinding(library).open(watcher));
  client.plug();
  leave(client);
  expect(await lost.promise).toMatchObject({ code: 'card-process-lost', detail: `${NAME} left` });
  expect(told.at(-1)).toEqual([]);
});
