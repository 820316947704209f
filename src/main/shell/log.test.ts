import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = `const { log } = await import(process.argv[1]);
log('first'); log('second');
setTimeout(() => { log('third'); process.exitCode = 7; }, 50);`;

test('a kiosk goes on though the disk of its log is full', () => {
  const full = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(full));
  const log = new URL('log.ts', import.meta.url).href;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT, log], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
});
