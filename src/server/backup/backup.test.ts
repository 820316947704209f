import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { checkConfig } from '../http/config.ts';
import { callUrl, type ServerProcess, startProcess } from '../testing/process.ts';
import { backUp } from './backup.ts';
import { MANIFEST } from './manifest.ts';
import { restore } from './restore.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const once = { replace: false, now: NOW };
let folder: string;
let server: ServerProcess | undefined;
const at = (name: string): string => join(folder, name);
const config = (data: string) => checkConfig({ data: at(data) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recard-backup-'));
});
afterEach(async () => {
  await server?.end('SIGKILL');
  server = undefined;
  rmSync(folder, { recursive: true });
});

async function start(data: string, ...args: string[]): Promise<ServerProcess> {
  server = await startProcess(['--data', at(data), ...args]);
  return server;
}

const stop = async (): Promise<void> => {
  await server?.end('SIGTERM');
  server = undefined;
};

const adminOf = ({ lines }: ServerProcess): string => z.string().parse(lines.at(-1)?.adminToken);
const tokenId = (n: number): string => n.toString(16).padStart(16, '0');

async function register(url: string, admin: string, n: number): Promise<void> {
  const token = {
    ...{ tokenId: tokenId(n), issuer: 'AURORA', kind: 'card', generation: 1, validFrom: 0 },
    ...{ validTo: 4_000_000_000, slotSize: 2048, slots: 2 },
  };
  const account = { accountRef: `ACC-${n}`, holder: 'Ann Example' };
  const body = { token, account, content: { cells: [], transactions: [] }, verified: true };
  const { status } = await callUrl(url, 'POST', admin, body).catch(() => ({ status: 0 }));
  expect(status).toBe(201);
}

const tokensIn = (database: string): string[] => {
  const db = new Database(database, { readonly: true });
  try {
    return z.array(z.string()).parse(db.prepare('select token_id from tokens order by 1').pluck().all());
  } finally {
    db.close();
  }
};

test('a backup of a running server holds all that was acknowledged before, and a server starts on it', async () => {
  const running = await start('data');
  const admin = adminOf(running);
  const url = `${running.url}/v1/tokens`;
  for (let n = 1; n <= 5; n++) await register(url, admin, n);
  const meanwhile = Array.from({ length: 20 }, (_, i) => register(url, admin, 6 + i));
  const manifest = await backUp(config('data'), at('backup'), NOW);
  await Promise.all(meanwhile);
  expect(manifest.files.map(({ name }) => name)).toEqual(['recard.db', 'image-key.json']);
  expect(readdirSync(at('backup')).sort()).toEqual(['backup.json', 'image-key.json', 'recard.db']);
  await stop();

  const { setAside } = await restore(config('restored'), at('backup'), once);
  expect(setAside).toBeNull();
  const held = tokensIn(at('restored/recard.db'));
  expect(held).toEqual(expect.arrayContaining([1, 2, 3, 4, 5].map(tokenId)));
  const key = (data: string) => readFileSync(at(`${data}/image-key.json`), 'utf8');
  expect(key('restored')).toBe(key('data'));
  const again = await start('restored');
  // The administrator of then is one now: the first start is not made again.
  expect(again.lines.at(-1)?.adminToken).toBeUndefined();
  await register(`${again.url}/v1/tokens`, admin, 999);
});

test('a backup overwrites nothing, and one that could not be made leaves nothing', async () => {
  await start('data');
  await stop();
  writeFileSync(at('taken'), 'mine');
  await expect(backUp(config('data'), at('taken'), NOW)).rejects.toThrow(/exists already/);
  expect(readFileSync(at('taken'), 'utf8')).toBe('mine');
  await expect(backUp(config('nowhere'), at('backup'), NOW)).rejects.toThrow(/does not exist/);
  const bytes = readFileSync(at('data/recard.db'));
  bytes.fill(0xa5, 4096 * 3, 4096 * 6);
  writeFileSync(at('data/recard.db'), bytes);
  await expect(backUp(config('data'), at('backup'), NOW)).rejects.toThrow(/cannot be used|not be copied/);
  expect(readdirSync(folder).sort()).toEqual(['data', 'taken']);
});

test('a restore refuses a running server and a database in its place, and keeps the one that it replaces', async () => {
  const running = await start('data');
  const admin = adminOf(running);
  await register(`${running.url}/v1/tokens`, admin, 1);
  await backUp(config('data'), at('backup'), NOW);
  await register(`${running.url}/v1/tokens`, admin, 2);
  await expect(restore(config('data'), at('backup'), once)).rejects.toThrow(/--replace/);
  const replace = { replace: true, now: NOW };
  await expect(restore(config('data'), at('backup'), replace)).rejects.toThrow(/A server is running/);
  await register(`${running.url}/v1/tokens`, admin, 3);
  // Killed, it leaves a write-ahead log behind: what is kept must hold that too.
  await server?.end('SIGKILL');
  server = undefined;
  const { setAside } = await restore(config('data'), at('backup'), replace);
  expect(tokensIn(at('data/recard.db'))).toEqual([tokenId(1)]);
  expect(tokensIn(join(String(setAside), 'recard.db'))).toEqual([1, 2, 3].map(tokenId));
});

test('a restore refuses a server that runs on a database which is damaged by now', async () => {
  const running = await start('data');
  await backUp(config('data'), at('backup'), NOW);
  const file = openSync(at('data/recard.db'), 'r+');
  writeSync(file, new Uint8Array(100), 0, 100, 0);
  closeSync(file);
  const replace = { replace: true, now: NOW };
  await expect(restore(config('data'), at('backup'), replace)).rejects.toThrow(/A server is running/);
  expect((await callUrl(`${running.url}/v1/health`, 'GET', adminOf(running))).status).toBe(200);
  await stop();
  await restore(config('data'), at('backup'), replace);
  await start('data');
});

test('a second server does not begin on the database of the first', async () => {
  await start('data');
  const second = await startProcess(['--data', at('data')]).catch((error: unknown) => String(error));
  expect(second).toMatch(/Another process holds the database/);
});

test('a damaged backup, a newer one and another role’s change nothing', async () => {
  await start('data');
  await stop();
  await backUp(config('data'), at('backup'), NOW);
  const refused = async (says: RegExp, as = config('restored')): Promise<void> => {
    await expect(restore(as, at('backup'), once)).rejects.toThrow(says);
    expect(existsSync(at('restored/recard.db'))).toBe(false);
  };
  await refused(/role/, checkConfig({ data: at('restored'), role: 'images' }));
  const manifest = readFileSync(at(`backup/${MANIFEST}`), 'utf8');
  const say = (over: object): void =>
    writeFileSync(at(`backup/${MANIFEST}`), JSON.stringify({ ...JSON.parse(manifest), ...over }));
  say({ storeVersion: 999 });
  await refused(/knows versions up to/);
  say({ storeVersion: 1.5 });
  await refused(/is not a backup/);
  say({ files: [{ name: '../recard.db', bytes: 1, sha256: 'a'.repeat(64) }] });
  await refused(/is not a backup/);
  writeFileSync(at(`backup/${MANIFEST}`), manifest);
  const bytes = readFileSync(at('backup/recard.db'));
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  writeFileSync(at('backup/recard.db'), bytes);
  await refused(/not as it was backed up/);
});

test('PostgreSQL is left to its own tools', async () => {
  const settings = checkConfig({ data: at('data'), database: 'postgres://nobody@127.0.0.1:1/none' });
  await expect(backUp(settings, at('backup'), NOW)).rejects.toThrow(/pg_dump/);
  await expect(restore(settings, at('backup'), once)).rejects.toThrow(/pg_restore/);
});
