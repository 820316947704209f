import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { resolveElectron } from '../../scripts/electron.ts';
import { isAlive } from './alive.ts';
import { processesNaming, startFixture } from './fixture.ts';

test('SIGTERM quits: before-quit, windows closed, will-quit, quit, exit code 0', async () => {
  const { stop, output, userData } = await startFixture();
  expect(processesNaming(userData).length).toBeGreaterThan(1);
  expect(await stop()).toEqual({ code: 0, signal: null });
  expect(output()).toMatch(/before-quit\nclosed\nwill-quit\nquit 0\n$/);
  expect(processesNaming(userData)).toEqual([]);
  expect(fs.readdirSync(userData).filter((name) => name.startsWith('chromium'))).toEqual([]);
});

test('closing the last window says so', async () => {
  const { run, process: child, output } = await startFixture();
  const exited = once(child, 'exit');
  await run(`window.fixture.invoke('close')`).catch(() => undefined);
  expect(await exited).toEqual([0, null]);
  expect(output()).toContain('closed\nwindow-all-closed\nbefore-quit\nwill-quit\nquit 0\n');
});

test('nothing is left of an application that is killed', async () => {
  const { run, kill, userData } = await startFixture();
  const utility = Number(await run(`window.fixture.invoke('leave-a-utility-running')`));
  expect(processesNaming(userData).some((line) => line.includes('type=renderer'))).toBe(true);
  expect(isAlive(utility)).toBe(true);
  expect(await kill()).toEqual({ code: null, signal: 'SIGKILL' });
  await expect.poll(() => processesNaming(userData)).toEqual([]);
  await expect.poll(() => isAlive(utility)).toBe(false);
});

test('a second instance tells the first and ends; after a kill the lock is free', async () => {
  const first = await startFixture();
  const runtime = resolveElectron();
  const entry = path.join(import.meta.dirname, 'fixture');
  const args = [...runtime.args, entry, `--user-data-dir=${first.userData}`, 'from the second'];
  const second = spawn(runtime.path, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = second.stdout.toArray();
  expect(await once(second, 'exit')).toEqual([0, null]);
  expect(String((await said).join(''))).toBe('another instance runs\n');
  await first.said('second instance from the second true {"from":"fixture"}');
  await first.kill();
  const third = await startFixture({ userData: first.userData });
  expect(third.output()).not.toContain('another instance runs');
});

test('a utility process that somebody else ends is reported as killed', async () => {
  const { run, said } = await startFixture();
  process.kill(Number(await run(`window.fixture.invoke('leave-a-utility-running')`)), 'SIGKILL');
  await said('child gone Utility killed 9');
});

test('an application can start itself anew', async () => {
  const { run, process: child, output } = await startFixture();
  const exited = once(child, 'exit');
  await run(`window.fixture.send('relaunch')`).catch(() => undefined);
  expect(await exited).toEqual([3, null]);
  expect(output()).toContain('quit 3\n');
  expect(output()).not.toContain('before-quit');
  await expect.poll(output).toContain('relaunched with the lock true\n');
});

test('a test can suspend the machine', async () => {
  const { process: child, said } = await startFixture();
  child.send({ electronDouble: 'power', event: 'suspend' });
  await said('suspended');
});

test('a utility process gets and gives bytes, and its end is reported', async () => {
  const { run, output } = await startFixture();
  expect(
    await run(`window.fixture.invoke('utility', new Uint8Array([9, 0, 255])).then(({ message, code, pid }) =>
      [[...message.data], message.isBytes, message.args, code, pid])`),
  ).toEqual([[9, 0, 255], true, ['first'], 15, undefined]);
  expect(output()).toContain('child gone Utility killed 15');
});
