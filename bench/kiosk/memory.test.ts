import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { childrenOf, residentMegabytes } from './memory.ts';

test('the resident memory of a process is what the process itself knows of it', () => {
  const own = process.memoryUsage.rss() / 1e6;
  expect(Math.abs(residentMegabytes(process.pid) - own)).toBeLessThan(0.2 * own);
});

test('children are found by what their command line contains', async () => {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)', 'bench-child'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill());
  await once(child.stdout, 'data');
  expect(childrenOf(process.pid, 'bench-child')).toEqual([child.pid]);
  expect(childrenOf(process.pid, 'no such argument')).toEqual([]);
});
