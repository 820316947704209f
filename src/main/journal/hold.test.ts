import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { holdData } from './hold.ts';
import { must, scratch } from './testing/samples.ts';

const HOLDER = fileURLToPath(new URL('testing/holder.ts', import.meta.url));

/** Another process that tries to take the folder. */
async function other(folder: string) {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(createInterface({ input: child.stdout }), 'line');
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { said, kill };
}

function folderOfOurs(): string {
  const { folder, remove } = scratch();
  onTestFinished(remove);
  return folder;
}

test('a folder that another process has is not taken, until that one is killed', async () => {
  const folder = folderOfOurs();
  const first = await other(folder);
  expect(first.said).toBe('held');
  expect(must(holdData(folder))).toBeNull();
  expect((await other(folder)).said).toBe('taken');
  await first.kill();
  const mine = must(holdData(folder));
  expect(mine).not.toBeNull();
  expect((await other(folder)).said).toBe('taken');
  mine?.release();
  expect((await other(folder)).said).toBe('held');
});

test('a folder that cannot be there is a failure, as it is to the journal', () => {
  const file = path.join(folderOfOurs(), 'in-the-way');
  writeFileSync(file, '');
  const held = holdData(path.join(file, 'data'));
  expect(held).toMatchObject({ ok: false, failure: { code: 'journal-unavailable' } });
});

test('a lock that is damaged locks all the same', async () => {
  const folder = folderOfOurs();
  writeFileSync(path.join(folder, 'kiosk.lock'), Buffer.alloc(8192, 0x5a));
  const mine = must(holdData(folder));
  expect(mine).not.toBeNull();
  expect((await other(folder)).said).toBe('taken');
  mine?.release();
  expect((await other(folder)).said).toBe('held');
});
