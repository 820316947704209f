import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

test('a run that is broken off says how far it came, and leaves nothing behind', async () => {
  const scratch = await mkdtemp(path.join(tmpdir(), 'recard-'));
  const run = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'run.ts'), 'tear', '--cases', '100000', '--seed', '5'],
    { env: { ...process.env, RECARD_CAMPAIGN_SCRATCH: scratch }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(run.stderr);
  await expect
    .poll(() => readdir(scratch, { recursive: true }), { timeout: 60_000 })
    .toContainEqual(expect.stringContaining('recard-tear-'));
  const ended = once(run, 'exit');
  run.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  expect(await said).toMatch(
    /tear: \d+ of 100000 cases, 0 findings, .*ended before it was through \(SIGINT\), seed 5/,
  );
  await expect.poll(() => readdir(scratch), { timeout: 20_000 }).toEqual([]);
  await rm(scratch, { recursive: true });
}, 120_000);
