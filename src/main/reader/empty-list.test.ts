import path from 'node:path';
import { expect, test } from 'vitest';
import { nodeCardProcesses } from './card-process/spawn-node.ts';
import { superviseReaders } from './supervisor.ts';

const processes = (name: string) => nodeCardProcesses(path.join(import.meta.dirname, `testing/${name}.ts`));

test('a reader that a card process never heard of is found all the same', async () => {
  const [blind, seeing] = [processes('stalling-process'), processes('seeing-process')];
  let started = 0;
  const said: string[] = [];
  const events: string[] = [];
  const found = Promise.withResolvers<void>();
  const supervisor = superviseReaders({
    spawnCardProcess: () => (++started === 1 ? blind() : seeing()),
    limits: { emptyMs: 20 },
    log: (line) => said.push(line),
  });
  supervisor.subscribe((event) => {
    events.push(event.type === 'service' ? event.state : event.type);
    if (event.type === 'reader-attached') found.resolve();
  });
  supervisor.start();
  await found.promise;
  // To look anew is no trouble: nobody is told that the service went.
  expect(events).toEqual(['down', 'up', 'reader-attached']);
  expect(said.join('\n')).not.toContain('ended');
  await supervisor.stop();
});
