import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import type {
  Binding,
  BindingWatcher,
  Connection,
  Disposition,
} from '../../src/main/reader/bindings/binding.ts';
import { failure } from '../../src/shared/contract/failure.ts';
import { ok, type Result } from '../../src/shared/contract/result.ts';
import { fromHex, toHex } from '../../src/shared/image/bytes.ts';
import { ConnectedSchema, type FromCard, ToCardSchema } from './reader-wire.ts';
import { onMessages, post } from './wire.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Call = DistributiveOmit<Extract<FromCard, { id: number }>, 'id'>;

/** In place of PC/SC: the readers of another process, which has the tokens and outlives this one. */
class SocketBinding implements Binding {
  /** The card process knows the names of native bindings only. */
  readonly name = 'pcsc-mini';
  readonly #socket: Socket;
  readonly #pending = new Map<number, (result: Result<unknown>) => void>();
  #lastId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  open(watcher: BindingWatcher): Result<void> {
    this.#socket.on('close', () => watcher.lost(failure('service-unavailable', 'the campaign ended')));
    onMessages(this.#socket, ToCardSchema, (message) => {
      if (message.type === 'readers')
        watcher.readers(message.readers.map((state) => ({ ...state, atr: fromHex(state.atr) })));
      else
        this.#settle(message.id, message.type === 'answer' ? ok(message.value) : { ok: false, ...message });
    });
    post(this.#socket, { type: 'hello', pid: process.pid } satisfies FromCard);
    return ok(undefined);
  }

  async connect(reader: string): Promise<Result<Connection>> {
    const answer = await this.#call({ type: 'connect', reader });
    if (!answer.ok) return answer;
    const { connection, atr, protocol } = ConnectedSchema.parse(answer.value);
    return ok({
      atr: fromHex(atr),
      protocol,
      transmit: async (command) => {
        const response = await this.#call({ type: 'transmit', connection, command: toHex(command) });
        return response.ok ? ok(fromHex(z.string().parse(response.value))) : response;
      },
      disconnect: async (disposition: Disposition) => {
        const released = await this.#call({ type: 'disconnect', connection, disposition });
        return released.ok ? ok(undefined) : released;
      },
    });
  }

  #call(call: Call): Promise<Result<unknown>> {
    const id = ++this.#lastId;
    return new Promise((settle) => {
      this.#pending.set(id, settle);
      post(this.#socket, { ...call, id });
    });
  }

  #settle(id: number, result: Result<unknown>): void {
    this.#pending.get(id)?.(result);
    this.#pending.delete(id);
  }
}

export async function socketBinding(path: string): Promise<Binding> {
  const socket = connect(path);
  await once(socket, 'connect');
  return new SocketBinding(socket);
}
