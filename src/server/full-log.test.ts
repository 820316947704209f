import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const healthOf = (port: number): Promise<number> =>
  fetch(`http://127.0.0.1:${port}/v1/health`).then(
    ({ status }) => status,
    () => 0,
  );

test('a server answers though the disk of its log is full, and ends in good order', async () => {
  const data = mkdtempSync(join(tmpdir(), 'recard-full-log-'));
  const full = openSync('/dev/full', 'w');
  const port = await freePort();
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--data', data, '--port', `${port}`], {
    stdio: ['ignore', full, full],
    env: { ...process.env, RECARD_SERVER_LOG: 'true' },
  });
  const exited = once(child, 'exit');
  onTestFinished(() => {
    child.kill('SIGKILL');
    closeSync(full);
    rmSync(data, { recursive: true });
  });
  await vi.waitUntil(async () => (await healthOf(port)) === 200, { timeout: 30_000 });
  expect(await healthOf(port)).toBe(200);
  child.kill('SIGTERM');
  await exited;
  expect(child.exitCode).toBe(0);
});
