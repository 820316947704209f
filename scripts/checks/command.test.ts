import { expect, test } from 'vitest';
import { command, MARK, mark } from './command.ts';
import { processesWith } from './leftovers.ts';

const sleeper = "setInterval(() => {}, 1000); console.log('sleeping', process.pid);";

test('a command says what it printed and how it ended', async () => {
  const ended = await command('node', ['-e', "console.log('hello'); process.exit(3)"], { limitMs: 30_000 });
  expect(ended).toEqual({ ok: false, how: 'exit code 3', output: 'hello\n' });
});

test('a program that is not there has failed, and says so', async () => {
  const ended = await command('no-such-program', [], { limitMs: 30_000 });
  expect(ended.ok).toBe(false);
  expect(ended.how).toContain('could not be started');
});

test('a command that takes too long is ended with all that it started', async () => {
  const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: 'inherit' }); ${sleeper}`;
  const ended = await command('node', ['-e', script], { limitMs: 6_000 });
  expect(ended.how).toBe('ended after 6 s');
  expect(ended.output.match(/sleeping/g)).toHaveLength(2);
  await expect.poll(() => processesWith(`${MARK}=${mark}`)).toEqual([]);
});

test('a process that left its group is found by its mark', async () => {
  const script = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { detached: true, stdio: 'ignore' }); c.unref(); console.log(c.pid);`;
  const { output } = await command('node', ['-e', script], { limitMs: 30_000 });
  const pid = Number(output);
  try {
    expect((await processesWith(`${MARK}=${mark}`)).map((left) => left.pid)).toContain(pid);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});
