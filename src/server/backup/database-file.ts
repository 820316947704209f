import Database from 'better-sqlite3';
import { z } from 'zod';
import { StoreError } from '../store/migrate.ts';

/** All pages in one step: one consistent state, however much a running server writes meanwhile. */
const ALL_PAGES = 0x7fff_ffff;
const LOCK_WAIT_MS = 5_000;

const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Copies a database to `copy`, by SQLite's online backup: also while a server writes to it. */
export async function copyDatabase(path: string, copy: string): Promise<void> {
  const source = new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
  try {
    await source.backup(copy, { progress: () => ALL_PAGES });
  } catch (error) {
    throw new StoreError(`${path} could not be copied: ${explain(error)}.`);
  } finally {
    source.close();
  }
}

function examine(db: Database.Database): number {
  const found = z.string().parse(db.pragma('integrity_check(1)', { simple: true }));
  if (found !== 'ok') throw new StoreError(`it is damaged: ${found}`);
  const orphans = z.array(z.unknown()).parse(db.pragma('foreign_key_check'));
  if (orphans.length > 0) throw new StoreError(`${orphans.length} of its rows point at nothing`);
  return z
    .number()
    .int()
    .parse(db.pragma('user_version', { simple: true }));
}

/**
 * Checks every page of a database that nobody uses, makes it a single file without a write-ahead log, and
 * returns its version. Throws a `StoreError` for one that is damaged.
 */
export function checkDatabase(path: string): number {
  try {
    const db = new Database(path, { fileMustExist: true });
    try {
      db.pragma('journal_mode = delete');
      return examine(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw new StoreError(`${path} cannot be used: ${explain(error)}.`);
  }
}

export const runningOn = (path: string): string =>
  `A server is running on ${path}. Stop it, then restore again. Nothing was changed.`;

/**
 * Makes a database that lies in place a single file, without a log that would be lost or mixed up when the file
 * is exchanged. Throws a `StoreError` while another process has it open, as a running server has.
 */
export function closeForGood(path: string): void {
  const db = new Database(path, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma('locking_mode = exclusive');
    db.exec('begin exclusive; commit');
    db.pragma('journal_mode = delete');
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StoreError(runningOn(path));
    // One that is damaged is exchanged all the same: that is what a backup is for.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    db.close();
  }
}
