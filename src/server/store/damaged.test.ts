import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../http/server.ts';
import { seededFolder } from '../seed/testing/seeded.ts';

const MAIN = join(import.meta.dirname, '../main.ts');

/** The folder of a server that was ended in good order. */
async function filled(): Promise<{ readonly data: string; readonly database: string; readonly key: string }> {
  const { data } = await seededFolder();
  return { data, database: join(data, 'recard.db'), key: join(data, 'image-key.json') };
}

/** Which error a start ends in. */
async function refusal(data: string): Promise<string> {
  const started = await startServer({ data }).then(
    async (server) => {
      await server.stop();
      return null;
    },
    (error: unknown) => error,
  );
  if (started === null) return 'it started';
  return started instanceof Error ? `${started.name}: ${started.message}` : String(started);
}

test('a server does not begin on a damaged database, says what to do and leaves the file as it is', async () => {
  const { data, database } = await filled();
  const whole = readFileSync(database);
  const harms: Readonly<Record<string, (file: Buffer) => Buffer>> = {
    'its first page': (file) => file.fill(0, 0, 4096),
    'a page within': (file) => file.fill(0xa5, 4096 * 3, 4096 * 5),
    'its end': (file) => file.subarray(0, file.length - 5_000),
    'its version': (file) => file.fill(0, 60, 64),
    'its file format': (file) => file.fill(5, 47, 48),
  };
  for (const [what, harm] of Object.entries(harms)) {
    const harmed = harm(Buffer.from(whole));
    writeFileSync(database, harmed);
    expect(`${what}: ${await refusal(data)}`).toMatch(/StoreError: .*restore/);
    expect(readFileSync(database).equals(harmed)).toBe(true);
  }
});

test('a database that another process holds is told as such, with an exit code', async () => {
  const { data, database } = await filled();
  const other = new Database(database);
  onTestFinished(() => {
    other.close();
  });
  other.exec('BEGIN EXCLUSIVE');
  const { status, stderr } = spawnSync(process.execPath, [MAIN, '--data', data], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stderr).toMatch(/^Another process holds the database .* start again\.\n$/);
  expect(status).toBe(2);
});

test('a server makes no new half where one is missing', async () => {
  const { data, database, key } = await filled();
  const safe = join(data, 'safe');
  mkdirSync(safe);
  copyFileSync(key, join(safe, 'key'));
  copyFileSync(database, join(safe, 'db'));
  rmSync(key);
  expect(await refusal(data)).toMatch(/StoreError: The image key .* is missing/);
  expect(existsSync(key)).toBe(false);
  copyFileSync(join(safe, 'key'), key);
  for (const harm of [() => rmSync(database), () => writeFileSync(database, '')]) {
    harm();
    expect(await refusal(data)).toMatch(/StoreError: .* is there and its database .* is not/);
  }
  copyFileSync(join(safe, 'db'), database);
  truncateSync(key, 10);
  expect(await refusal(data)).toMatch(/StoreError: The image key .* is damaged/);
  copyFileSync(join(safe, 'key'), key);
  expect(await refusal(data)).toBe('it started');
});
