import path from 'node:path';
import { expect, test } from 'vitest';
import { nodeCardProcesses } from './card-process/spawn-node.ts';
import { superviseReaders } from './supervisor.ts';

test('a card process that hangs while nothing is asked of it is replaced', async () => {
  const spawn = nodeCardProcesses(path.join(import.meta.dirname, 'testing/stalling-process.ts'));
  const replaced = Promise.withResolvers<void>();
  let processes = 0;
  const said: string[] = [];
  const supervisor = superviseReaders({
    spawnCardProcess: () => {
      processes += 1;
      if (processes === 2) replaced.resolve();
      return spawn();
    },
    limits: { pulseMs: 20, pulseWithinMs: 100 },
    log: (line) => said.push(line),
  });
  supervisor.start();
  await replaced.promise;
  await supervisor.stop();
  expect(said.join('\n')).toContain('no sign of life within 100 ms');
});
