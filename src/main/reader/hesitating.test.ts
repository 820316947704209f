import path from 'node:path';
import { expect, test } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import { nodeCardProcesses } from './card-process/spawn-node.ts';
import { superviseReaders } from './supervisor.ts';

test('a token that the service shows and does not give at once is presented again, though it says nothing more', async () => {
  const supervisor = superviseReaders({
    spawnCardProcess: nodeCardProcesses(path.join(import.meta.dirname, 'testing/hesitating-process.ts')),
    limits: { settleMs: 50 },
  });
  const events: string[] = [];
  let next = Promise.withResolvers<void>();
  supervisor.subscribe((event) => {
    if (event.type === 'token-absent' || event.type === 'token-present') events.push(event.type);
    if (event.type === 'token-present') next.resolve();
  });
  supervisor.start();
  await next.promise;
  next = Promise.withResolvers();
  expect(await supervisor.connect('A reader')).toMatchObject({ failure: { code: 'token-removed' } });
  await next.promise;
  expect(events).toEqual(['token-present', 'token-absent', 'token-present']);
  await must(await supervisor.connect('A reader')).disconnect();
  await supervisor.stop();
});
