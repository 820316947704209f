import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIGRATIONS, type Migration } from './migrations/all.ts';
import { openDatabase, openJournal } from './open.ts';
import { versionBySchema } from './schema.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

let folder: string;
let path: string;
let remove: () => void;
const now = () => NOON;
const NEWEST = MIGRATIONS.length;
const NEXT: Migration = { version: NEWEST + 1, sql: 'ALTER TABLE visit ADD COLUMN note TEXT' };
const BROKEN: Migration = {
  version: NEWEST + 2,
  sql: 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)',
};

beforeEach(() => {
  ({ folder, path, remove } = scratch());
});
afterEach(() => remove());

test('a fresh journal is made with its folder, for this user only, durable and strict', () => {
  const deep = join(folder, 'a', 'b', 'journal.db');
  const { db, notice, copy } = must(openDatabase({ path: deep, now }));
  expect({ notice, copy }).toEqual({ notice: null, copy: null });
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('user_version')).toBe(MIGRATIONS.at(-1)?.version);
  const loose = db.prepare(
    `SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict`,
  );
  expect(loose.all()).toEqual([]);
  for (const file of [deep, `${deep}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  db.close();
});

test('the migrations are numbered without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

test('each migration changes the schema, by which its version is known without the header', () => {
  const db = new Database(':memory:');
  const versions = MIGRATIONS.map(({ version, sql }) => {
    db.exec(sql);
    return [version, versionBySchema(db, MIGRATIONS)];
  });
  db.close();
  expect(versions.every(([version, shown]) => version === shown)).toBe(true);
});

test('an older journal is copied whole before it is migrated', () => {
  const { journal } = must(openJournal({ path, now }));
  const intent = must(journal.openIntent(sampleIntent()));
  journal.close();
  const { db, copy } = must(openDatabase({ path, now }, [...MIGRATIONS, NEXT]));
  expect(db.pragma('user_version', { simple: true })).toBe(NEWEST + 1);
  expect(db.prepare('SELECT note FROM visit').all()).toEqual([]);
  db.close();
  expect(copy).toBe(`${path}.version-${NEWEST}-20261122T130507Z`);
  const kept = must(openJournal({ path: copy ?? '', now })).journal;
  expect(must(kept.openIntents())).toEqual([intent]);
  kept.close();
  const again = must(openDatabase({ path, now }, [...MIGRATIONS, NEXT]));
  expect(again.copy).toBeNull();
  again.db.close();
});

test('a migration that fails leaves nothing of itself behind', () => {
  must(openJournal({ path, now })).journal.close();
  expect(() => openDatabase({ path, now }, [...MIGRATIONS, NEXT, BROKEN])).toThrow('nowhere');
  const { db } = must(openDatabase({ path, now }, [...MIGRATIONS, NEXT]));
  expect(db.pragma('user_version', { simple: true })).toBe(NEWEST + 1);
  expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get()).toBe(0);
  db.close();
});

test('a newer journal is refused and not one byte of it changes, even with a log not folded in', () => {
  const { db } = must(openDatabase({ path, now }, [...MIGRATIONS, NEXT]));
  // A copy of the files of a running database is what a crash leaves.
  const crashed = join(folder, 'crashed.db');
  for (const suffix of ['', '-wal']) writeFileSync(crashed + suffix, readFileSync(path + suffix));
  db.close();
  for (const file of [path, crashed]) {
    const before = readFileSync(file);
    const opened = openJournal({ path: file, now });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'journal-newer', retry: 'never' } });
    expect(readFileSync(file).equals(before)).toBe(true);
  }
  const wal = readFileSync(`${crashed}-wal`);
  expect(wal.length).toBeGreaterThan(0);
  const newer = must(openDatabase({ path: crashed, now }, [...MIGRATIONS, NEXT]));
  expect(newer.db.pragma('user_version', { simple: true })).toBe(NEWEST + 1);
  newer.db.close();
});

test('the database of another program is refused and left as it is', () => {
  for (const version of [9, 0]) {
    const file = `${path}-${version}`;
    const other = new Database(file);
    other.exec('CREATE TABLE theirs (a TEXT)');
    other.pragma(`user_version = ${version}`);
    other.close();
    const before = readFileSync(file);
    expect(openJournal({ path: file, now })).toMatchObject({ failure: { code: 'journal-unavailable' } });
    expect(readFileSync(file).equals(before)).toBe(true);
  }
});

test('a file that was created but never migrated is a fresh journal', () => {
  writeFileSync(path, '');
  must(openJournal({ path, now })).journal.close();
  const empty = join(folder, 'empty.db');
  new Database(empty).pragma('journal_mode = WAL');
  const { journal } = must(openJournal({ path: empty, now }));
  must(journal.enqueueOutcome(sampleIntent().visitId, sampleOutcome()));
  journal.close();
});

test('a place where no journal can be is a failure, not an exception', () => {
  writeFileSync(join(folder, 'file'), randomBytes(10));
  for (const place of [join(folder, 'file', 'journal.db'), folder])
    expect(openJournal({ path: place, now })).toMatchObject({ failure: { code: 'journal-unavailable' } });
});

test('a journal that another process holds locked fails each write and works again afterwards', () => {
  const { journal } = must(openJournal({ path, now }));
  const other = new Database(path);
  other.exec('BEGIN IMMEDIATE');
  const locked = journal.openIntent(sampleIntent());
  expect(locked).toMatchObject({ failure: { code: 'journal-unavailable', retry: 'now' } });
  other.close();
  must(journal.openIntent(sampleIntent()));
  journal.close();
});
