import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';
import { createJournal } from './journal.ts';
import { hasBrokenLog } from './raw/pages.ts';

/** `PRAGMA application_id` of a Recard journal: "RCRD" in ASCII. */
export const APPLICATION_ID = 0x52435244;
/** How long to wait for another process's write, in ms. It blocks, so it is short. */
export const LOCK_WAIT_MS = 1_000;

/** What is found in the journal's place, before anything is changed there. */
export type Found =
  | { readonly kind: 'nothing' }
  /** `version` is 0 when the kiosk died before the first migration was committed. */
  | { readonly kind: 'sound'; readonly version: number }
  /** `version` is `null` when not even the header can be read. */
  | { readonly kind: 'damaged'; readonly version: number | null; readonly detail: string };

const number = z.number().int();
const simple = (db: Database.Database, pragma: string) => db.pragma(pragma, { simple: true });

/** Opens for reading only: SQLite then cannot write to the file, not even to fold in its WAL. */
export function openReadOnly(path: string): Database.Database {
  return new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
}

/** Whether the tables are the program's and each open write says what it was to be: SQLite looks at neither. */
function makesSense(db: Database.Database): Result<unknown> {
  return attempt(() => {
    try {
      return createJournal(db, () => 0).openIntents();
    } catch (error) {
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR')
        return fail(failure('journal-damaged', error.message));
      throw error;
    }
  });
}

function examine(db: Database.Database, newest: number): Result<Found> {
  const version = number.parse(simple(db, 'user_version'));
  const application = number.parse(simple(db, 'application_id'));
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0))
    return fail(failure('journal-unavailable', 'the file is the database of another program'));
  if (version > newest)
    return fail(failure('journal-newer', `journal version ${version}, this program knows ${newest}`));
  const check = attempt(() => ok(simple(db, 'integrity_check(1)')));
  if (!check.ok && check.failure.code !== 'journal-damaged') return check;
  const detail = check.ok ? String(check.value) : check.failure.detail;
  if (detail !== 'ok') return ok({ kind: 'damaged', version, detail });
  // SQLite would go on from before the damage, without a word of what was committed after it.
  if (hasBrokenLog(db.name))
    return ok({ kind: 'damaged', version, detail: 'the write-ahead log is damaged before its end' });
  const sense = version === newest ? makesSense(db) : ok(undefined);
  if (sense.ok) return ok({ kind: 'sound', version });
  if (sense.failure.code !== 'journal-damaged') return sense;
  return ok({ kind: 'damaged', version: null, detail: sense.failure.detail });
}

/**
 * Looks at the file without changing it. A journal newer than `newest` is `journal-newer` even when it is
 * damaged: whoever wrote it knows better what to do.
 */
export function inspect(path: string, newest: number): Result<Found> {
  const examined = attempt((): Result<Found> => {
    const file = statSync(path, { throwIfNoEntry: false });
    const isEmpty = file === undefined || file.size === 0;
    // SQLite would take the log of an empty database for nobody's, and remove it.
    if (isEmpty && (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
      return ok({ kind: 'damaged', version: null, detail: 'the log is there and its database is not' });
    if (isEmpty) return ok({ kind: 'nothing' });
    const db = openReadOnly(path);
    try {
      return examine(db, newest);
    } finally {
      db.close();
    }
  });
  if (examined.ok || examined.failure.code !== 'journal-damaged') return examined;
  return ok({ kind: 'damaged', version: null, detail: examined.failure.detail });
}
