import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { z } from 'zod';
import { migrate, StoreError, type VersionKeeper } from './migrate.ts';
import { retrying } from './retrying.ts';
import type { Tables } from './schema.ts';
import type { Store } from './store.ts';

const KEEPER: VersionKeeper = {
  types: { text: 'text', int: 'integer', bytes: 'blob', options: ' strict' },
  // The only writer is this process's one connection; a second process waits for `busy_timeout` at its first write.
  lock: async () => {},
  read: async (db) => {
    const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
    return rows[0]?.user_version ?? 0;
  },
  write: async (trx, version) => {
    await sql.raw(`pragma user_version = ${version}`).execute(trx);
  },
};

function open(path: string): Database.Database {
  try {
    return new Database(path);
  } catch (error) {
    throw new StoreError(
      `The database ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}. ` +
        'Check that its folder exists and that this user may write there.',
    );
  }
}

/** Another process, such as the command line, wrote at the same moment. */
const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');

/**
 * SQLite opens for reading what it may not write, and would not write to it either once the disk is well again. So the
 * server does not begin on such a file: whoever starts it tries again.
 */
function provesWritable(database: Database.Database): void {
  const version = z.number().parse(database.pragma('user_version', { simple: true }));
  database.pragma(`user_version = ${version}`);
}

/** Damage is told at the start, not at the first customer whose rows are affected. */
function provesWhole(path: string, database: Database.Database): void {
  const found = z.string().parse(database.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw damaged(path, found);
}

const damaged = (path: string, why: string): StoreError =>
  new StoreError(
    `The database ${path} is damaged: ${why.replaceAll('\n', ' ')}. Put a backup in its place with ` +
      '`recard restore --replace`: it keeps the damaged file.',
  );

/** What the operator can do about a file that is there and cannot be used. */
function explained(path: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  if (code === 'SQLITE_NOTADB')
    return new StoreError(`${path} is not a database of Recard. Choose another file or restore a backup.`);
  // An error in the program's own SQL can only come of a schema or a file format that is not what Recard left.
  if (/^SQLITE_(CORRUPT|ERROR$)/.test(code)) return damaged(path, message);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new StoreError(takenBy(path));
  if (/^SQLITE_(READONLY|FULL|IOERR|CANTOPEN)/.test(code))
    return new StoreError(
      `The database ${path} cannot be written: ${message}. Check that its disk has space, is not read-only ` +
        'and gives no errors, and start again.',
    );
  return error;
}

/** What is said of a database that another process has. */
export const takenBy = (path: string): string =>
  `Another process holds the database ${path}. Two servers cannot share one: end the other, and start again.`;

/** The embedded store: write-ahead log, and every commit on the disk before it is acknowledged. */
export async function openSqlite(path: string): Promise<Store> {
  const database = open(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  try {
    database.pragma('busy_timeout = 5000');
    database.pragma('foreign_keys = on');
    database.pragma('synchronous = full');
    provesWhole(path, database);
    await migrate(db, KEEPER);
    // After the migration: switching to the log writes to the file, and a newer database stays untouched.
    database.pragma('journal_mode = wal');
    provesWritable(database);
  } catch (error) {
    database.close();
    throw explained(path, error);
  }
  return {
    db,
    transact: (work) => retrying(isBusy, () => db.transaction().execute(work)),
    close: () => db.destroy(),
  };
}
