import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { attempt } from './attempt.ts';

const failing = (code: string) =>
  attempt(() => {
    throw new Database.SqliteError('as SQLite says it', code);
  });

test.each([
  ['SQLITE_IOERR_SHORT_READ', 'journal-damaged'],
  ['SQLITE_TOOBIG', 'journal-damaged'],
  ['SQLITE_CORRUPT_INDEX', 'journal-damaged'],
  ['SQLITE_IOERR_READ', 'journal-unavailable'],
  ['SQLITE_IOERR_SHMSIZE', 'journal-full'],
] as const)('%s is %s', (said, code) => {
  expect(failing(said)).toMatchObject({ ok: false, failure: { code } });
});

test('what no disk can do is a bug, and thrown on', () => {
  expect(() => failing('SQLITE_MISUSE')).toThrow('as SQLite says it');
});
