import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';
import { type Found, inspect, newestOf, openReadOnly } from './inspect.ts';
import { createJournal, type Journal } from './journal.ts';
import { connect, copyTo, migrate } from './migrate.ts';
import { MIGRATIONS, type Migration } from './migrations/all.ts';
import { adoptFresh, type DamageNotice, replaceDamaged, stamp, unused } from './set-aside.ts';

export interface JournalOptions {
  /** Where the database is; its folder is made when missing. */
  readonly path: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

export interface OpenedDatabase {
  readonly db: Database.Database;
  /** What happened to a damaged journal in its place, or `null`. */
  readonly notice: DamageNotice | null;
  /** The copy made before an older journal was migrated, or `null`. */
  readonly copy: string | null;
}

function bringUp(
  path: string,
  copy: string | null,
  migrations: readonly Migration[],
): Result<Database.Database> {
  return attempt(() => {
    const db = connect(path);
    const copied = copy === null ? ok(undefined) : copyTo(db, copy);
    const ready = copied.ok ? migrate(db, migrations) : copied;
    if (ready.ok) return ok(db);
    db.close();
    return ready;
  });
}

function copyPath(path: string, found: Found, newest: number, now: number): string | null {
  const old = found.kind !== 'nothing' && found.version !== null && found.version !== 0;
  return old && found.version < newest ? unused(`${path}.version-${found.version}-${stamp(now)}`) : null;
}

/** Opens, repairs or creates the database at `path` and brings it to the newest of `migrations`. */
export function openDatabase(
  { path, now }: JournalOptions,
  migrations: readonly Migration[] = MIGRATIONS,
): Result<OpenedDatabase> {
  const placed = attempt(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return adoptFresh(path);
  });
  if (!placed.ok) return placed;
  const found = inspect(path, migrations);
  if (!found.ok) return found;
  let notice: DamageNotice | null = null;
  if (found.value.kind === 'damaged') {
    const replaced = replaceDamaged(path, found.value, migrations, now());
    if (!replaced.ok) return replaced;
    notice = replaced.value;
  }
  const copy = copyPath(path, found.value, newestOf(migrations), now());
  const db = bringUp(path, copy, migrations);
  return db.ok ? ok({ db: db.value, notice, copy }) : db;
}

/** SQLite and the system seldom say which file they mean, and staff have to find it. */
const withPlace = (path: string, { code, detail, ...traits }: Failure): Result<never> =>
  fail(failure(code, detail.includes(path) ? detail : `${path}: ${detail}`, traits));

/** The kiosk's journal, and what is to be told about how it was opened. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly notice: DamageNotice | null;
}

/**
 * Opens the journal. A newer one is `journal-newer` and is not touched; a damaged one is set aside and what
 * was readable of it carried over, told in `notice`. Else `journal-full` or `journal-unavailable`.
 */
export function openJournal(options: JournalOptions): Result<OpenedJournal> {
  const opened = openDatabase(options);
  if (!opened.ok) return withPlace(options.path, opened.failure);
  const { db, notice } = opened.value;
  const journal = attempt(() => ok(createJournal(db, options.now)));
  if (journal.ok) return ok({ journal: journal.value, notice });
  db.close();
  return journal;
}

/**
 * Opens a journal that another process has in use: nothing is brought up, set aside or written. One that is damaged is
 * `journal-damaged`, and its kiosk finds that out by itself; an older or newer one is `journal-unavailable` or
 * `journal-newer`.
 */
export function readJournal(options: JournalOptions): Result<Journal> {
  const { path, now } = options;
  const read = attempt((): Result<Journal> => {
    const found = inspect(path, MIGRATIONS);
    if (!found.ok) return found;
    if (found.value.kind === 'damaged') return fail(failure('journal-damaged', found.value.detail));
    if (found.value.kind === 'nothing' || found.value.version !== newestOf(MIGRATIONS))
      return fail(failure('journal-unavailable', 'its kiosk is of another version, or has only begun'));
    return ok(createJournal(openReadOnly(path), now));
  });
  return read.ok ? read : withPlace(path, read.failure);
}
