import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';
import { createJournal } from './journal.ts';
import type { Migration } from './migrations/all.ts';
import { hasBrokenLog, headOf } from './raw/pages.ts';
import { versionBySchema } from './schema.ts';

/** `PRAGMA application_id` of a Recard journal: "RCRD" in ASCII. */
export const APPLICATION_ID = 0x52435244;
/** How long to wait for another process's write, in ms. It blocks, so it is short. */
export const LOCK_WAIT_MS = 1_000;

type Present =
  /** `version` is 0 when the kiosk died before the first migration was committed. */
  | { readonly kind: 'sound'; readonly version: number }
  /** `version` is `null` where nothing says it. */
  | { readonly kind: 'damaged'; readonly version: number | null; readonly detail: string };

/** What is found in the journal's place, before anything is changed there. */
export type Found = { readonly kind: 'nothing' } | Present;

const number = z.number().int();
const simple = (db: Database.Database, pragma: string) => db.pragma(pragma, { simple: true });

/** Opens for reading only: SQLite then cannot write to the file, not even to fold in its WAL. */
export function openReadOnly(path: string): Database.Database {
  return new Database(path, { readonly: true, fileMustExist: true, timeout: LOCK_WAIT_MS });
}

/** Version 130 is believed to be newer; a header with a version beyond that is damaged. */
const MOST_VERSIONS_AHEAD = 128;
/** "File format write version" (sqlite.org/fileformat2.html, 1.3.3): SQLite writes to no file with a higher one. */
const WRITE_VERSION = { at: 18, highest: 2 } as const;

/** Reads what cannot be wrong but for what the file makes of it, such as a file format that does not exist. */
function reading<T>(read: () => T): Result<T> {
  return attempt(() => {
    try {
      return ok(read());
    } catch (error) {
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR')
        return fail(failure('journal-damaged', error.message));
      throw error;
    }
  });
}

interface Claims {
  readonly version: number;
  readonly application: number;
}

type Identity = Present | { readonly kind: 'newer'; readonly version: number } | { readonly kind: 'foreign' };

/** Whose journal it is, by what its header claims and what its schema shows. */
function identify({ version, application }: Claims, schema: Result<number | null>, newest: number): Identity {
  const isOurs = application === APPLICATION_ID;
  const isNewer = isOurs && version > newest && version <= newest + MOST_VERSIONS_AHEAD;
  if (!schema.ok) {
    const known = isOurs && version > 0 && version <= newest ? version : null;
    return isNewer
      ? { kind: 'newer', version }
      : { kind: 'damaged', version: known, detail: schema.failure.detail };
  }
  const own = schema.value;
  if (own === null || own === 0) {
    if (own === 0 && application === 0 && version === 0) return { kind: 'sound', version };
    if (!isOurs) return { kind: 'foreign' };
    return isNewer
      ? { kind: 'newer', version }
      : { kind: 'damaged', version: null, detail: 'its tables are none of a journal' };
  }
  if (isOurs && version === own) return { kind: 'sound', version };
  const detail = `its tables are those of version ${own}, its header says ${version} of ${application.toString(16)}`;
  return { kind: 'damaged', version: own, detail };
}

/** What SQLite does not see, or says in another way, in a database that is of `version` by all it says. */
function faultOf(db: Database.Database, version: number, newest: number): Result<string | null> {
  const check = attempt(() => ok(String(simple(db, 'integrity_check(1)'))));
  if (!check.ok) return check.failure.code === 'journal-damaged' ? ok(check.failure.detail) : check;
  if (check.value !== 'ok') return check;
  // SQLite would go on from before the damage, without a word of what was committed after it.
  if (hasBrokenLog(db.name)) return ok('the write-ahead log is damaged before its end');
  const [written = 0] = headOf(db.name, WRITE_VERSION.at + 1).subarray(WRITE_VERSION.at);
  if (written > WRITE_VERSION.highest)
    return ok(`its header says that only format ${written} may write to it`);
  const sense = version === newest ? createJournal(db, () => 0).openIntents() : ok([]);
  if (sense.ok) return ok(null);
  return sense.failure.code === 'journal-damaged' ? ok(sense.failure.detail) : sense;
}

function examine(db: Database.Database, migrations: readonly Migration[]): Result<Present> {
  const newest = newestOf(migrations);
  const claims = reading(() => ({
    version: number.parse(simple(db, 'user_version')),
    application: number.parse(simple(db, 'application_id')),
  }));
  if (!claims.ok) return claims;
  const schema = reading(() => versionBySchema(db, migrations));
  if (!schema.ok && schema.failure.code !== 'journal-damaged') return schema;
  const found = identify(claims.value, schema, newest);
  if (found.kind === 'foreign')
    return fail(
      failure('journal-unavailable', `${db.name} is the database of another program: move it away`),
    );
  if (found.kind === 'newer')
    return fail(failure('journal-newer', `journal version ${found.version}, this program knows ${newest}`));
  if (found.kind === 'damaged') return ok(found);
  const fault = faultOf(db, found.version, newest);
  if (!fault.ok) return fault;
  if (fault.value === null) return ok(found);
  return ok({ kind: 'damaged', version: found.version, detail: fault.value });
}

/**
 * A kiosk that died while it made the journal (the change to a write-ahead log is the only one that is rolled back) left
 * a change half done, which nobody may read past: SQLite takes it back when it is opened for writing.
 */
function rollBack(path: string): void {
  if (!existsSync(`${path}-journal`)) return;
  const db = new Database(path, { fileMustExist: true, timeout: LOCK_WAIT_MS });
  try {
    simple(db, 'schema_version');
  } finally {
    db.close();
  }
}

export const newestOf = (migrations: readonly Migration[]): number =>
  Math.max(...migrations.map(({ version }) => version));

/**
 * Looks at the file without changing what it holds: at most, a change that was half made is taken back. A journal newer
 * than `migrations` is `journal-newer` even when it is damaged: whoever wrote it knows better what to do.
 */
export function inspect(path: string, migrations: readonly Migration[]): Result<Found> {
  const examined = attempt((): Result<Found> => {
    for (const each of [path, `${path}-wal`, `${path}-shm`])
      if (statSync(each, { throwIfNoEntry: false })?.isFile() === false)
        return fail(failure('journal-unavailable', `${each} is no file: move it away`));
    const file = statSync(path, { throwIfNoEntry: false });
    const isEmpty = file === undefined || file.size === 0;
    // SQLite would take the log of an empty database for nobody's, and remove it.
    if (isEmpty && (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
      return ok({ kind: 'damaged', version: null, detail: 'the log is there and its database is not' });
    if (isEmpty) return ok({ kind: 'nothing' });
    rollBack(path);
    const db = openReadOnly(path);
    try {
      return examine(db, migrations);
    } finally {
      db.close();
    }
  });
  if (examined.ok || examined.failure.code !== 'journal-damaged') return examined;
  return ok({ kind: 'damaged', version: null, detail: examined.failure.detail });
}
