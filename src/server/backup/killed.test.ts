import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfig } from '../http/config.ts';
import { startServer } from '../http/server.ts';
import { seededFolder } from '../seed/testing/seeded.ts';
import { RESTORING } from '../store/half.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const RESTORE = join(import.meta.dirname, 'testing/restore-process.ts');
const NOW = Date.UTC(2026, 10, 22, 12);

/** A backup of a server with tokens on file, and the data of another server without any. */
async function scene() {
  const { folder, data } = await seededFolder();
  const at = (name: string): string => join(folder, name);
  await backUp(checkConfig({ data }), at('backup'), NOW);
  await (await startServer({ data: at('other') })).stop();
  return { at, backup: at('backup') };
}

const keyIn = (data: string): string => readFileSync(join(data, 'image-key.json'), 'utf8');

/** Whose data a server finds there: all of one, or none that it begins on. */
async function whoseData(data: string, { at }: Awaited<ReturnType<typeof scene>>): Promise<string> {
  const server = await startServer({ data }).catch((error: Error) => error);
  if (server instanceof Error) return server.message;
  const tokens = await server.host?.store.db.selectFrom('tokens').select('token_id').execute();
  await server.stop();
  if (server.adminToken !== undefined) return 'nobody’s';
  const isBackup = keyIn(data) === keyIn(at('data')) && (tokens?.length ?? 0) > 0;
  const isOther = keyIn(data) === keyIn(at('other')) && tokens?.length === 0;
  if (isBackup === isOther) return 'a mixture';
  return isBackup ? 'the backup’s' : 'the other’s';
}

/** Kills a restore at the `nth` change of the folder `data`; one that ends before is not killed. */
async function killedRestore(data: string, backup: string, nth: number): Promise<void> {
  const child = spawn(process.execPath, [RESTORE, data, backup], { stdio: 'ignore' });
  let changes = 0;
  const watcher = watch(data, () => {
    changes += 1;
    if (changes === nth) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  watcher.close();
}

test('a restore that is killed leaves all of the old data, all of the new, or what no server begins on', async () => {
  const there = await scene();
  for (const nth of [1, 2, 3, 4, 6, 8, 10]) {
    const data = there.at(`data-${nth}`);
    cpSync(there.at('other'), data, { recursive: true });
    await killedRestore(data, there.backup, nth);
    expect(await whoseData(data, there)).toMatch(/^(the (backup|other)’s$|A restore into )/);
    await restore(checkConfig({ data }), there.backup, { replace: true, now: NOW });
    expect(await whoseData(data, there)).toBe('the backup’s');
    expect(readdirSync(data).filter((name) => name.startsWith('restor'))).toEqual([]);
  }
});

test('a server does not begin where a restore did not end, nor is that backed up, until it is restored again', async () => {
  const there = await scene();
  const data = there.at('other');
  writeFileSync(join(data, RESTORING), '');
  expect(await whoseData(data, there)).toMatch(/^A restore into .* did not end: run `recard restore` again/);
  await expect(backUp(checkConfig({ data }), there.at('half'), NOW)).rejects.toThrow(/did not end/);
  await expect(
    restore(checkConfig({ data }), there.at('nowhere'), { replace: true, now: NOW }),
  ).rejects.toThrow();
  expect(existsSync(join(data, RESTORING))).toBe(true);
  await restore(checkConfig({ data }), there.backup, { replace: true, now: NOW });
  expect(await whoseData(data, there)).toBe('the backup’s');
});
