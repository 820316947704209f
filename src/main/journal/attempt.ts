import Database from 'better-sqlite3';
import { type Failure, type FailureCode, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that a healthy program can meet. */
const EXPECTED: ReadonlyMap<string, FailureCode> = new Map([
  ['SQLITE_FULL', 'journal-full'],
  ['SQLITE_CORRUPT', 'journal-damaged'],
  ['SQLITE_NOTADB', 'journal-damaged'],
  // A row that claims to be longer than SQLite lets any be: none of ours comes near.
  ['SQLITE_TOOBIG', 'journal-damaged'],
  ['SQLITE_IOERR', 'journal-unavailable'],
  ['SQLITE_CANTOPEN', 'journal-unavailable'],
  ['SQLITE_READONLY', 'journal-unavailable'],
  ['SQLITE_BUSY', 'journal-unavailable'],
  ['SQLITE_LOCKED', 'journal-unavailable'],
  ['SQLITE_PERM', 'journal-unavailable'],
  ['SQLITE_PROTOCOL', 'journal-unavailable'],
  ['SQLITE_NOLFS', 'journal-unavailable'],
]);

/** Extending the shared-memory file is the one place where SQLite reports a full disk as an I/O error. */
const FULL = new Set(['SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);

/** The file ends before what it says of itself: no fault of the disk, and it stays so. */
const SHORT = 'SQLITE_IOERR_SHORT_READ';

function codeOf(error: unknown): FailureCode | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (FULL.has(error.code)) return 'journal-full';
  if (error.code === SHORT) return 'journal-damaged';
  // Extended codes are the primary one and a suffix: SQLITE_IOERR_FSYNC.
  if (error instanceof Database.SqliteError) return EXPECTED.get(error.code.split('_').slice(0, 2).join('_'));
  return 'syscall' in error ? 'journal-unavailable' : undefined;
}

class RolledBack extends Error {
  readonly failure: Failure;
  constructor(failed: Failure) {
    super(failed.code);
    this.failure = failed;
  }
}

/**
 * Runs one step on the database or its files. A full, locked, unreadable or damaged disk becomes a value:
 * `journal-full`, `journal-unavailable`, `journal-damaged`. Anything else is a bug and is thrown on.
 */
export function attempt<T>(step: () => Result<T>): Result<T> {
  try {
    return step();
  } catch (error) {
    if (error instanceof RolledBack) return fail(error.failure);
    const code = codeOf(error);
    if (code === undefined) throw error;
    return fail(failure(code, String(error)));
  }
}

/** `attempt` in one transaction, which a failure returned by `step` rolls back as an exception does. */
export function transact<T>(db: Database.Database, step: () => Result<T>): Result<T> {
  const run = db.transaction((): T => {
    const result = step();
    if (!result.ok) throw new RolledBack(result.failure);
    return result.value;
  });
  return attempt(() => ok(run.immediate()));
}
