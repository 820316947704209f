import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ok, type Result } from '../../shared/contract/result.ts';
import { attempt, transact } from './attempt.ts';
import { APPLICATION_ID, LOCK_WAIT_MS } from './inspect.ts';
import type { Migration } from './migrations/all.ts';

/** Opens or creates, readable by this user only, durable after each commit even if the power fails. */
export function connect(path: string): Database.Database {
  // SQLite gives the WAL the mode of the database, so this one holds for all of its files.
  closeSync(openSync(path, 'a', 0o600));
  const db = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // Images and names of customers are not to stay readable in freed pages.
    db.pragma('secure_delete = ON');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Applies the migrations above the database's version, each with its `user_version` in one transaction. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): Result<void> {
  const current = Number(db.pragma('user_version', { simple: true }));
  for (const { version, sql } of migrations) {
    if (version <= current) continue;
    const applied = transact(db, () => {
      db.exec(sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version}`);
      return ok(undefined);
    });
    if (!applied.ok) return applied;
  }
  return ok(undefined);
}

/** A whole copy of `db` at `target`, on disk when this returns (VACUUM INTO itself does not sync). */
export function copyTo(db: Database.Database, target: string): Result<void> {
  return attempt(() => {
    // A copy that the kiosk died in is not one: VACUUM INTO refuses to write over it.
    rmSync(target, { force: true });
    closeSync(openSync(target, 'w', 0o600));
    db.prepare('VACUUM INTO ?').run(target);
    const file = openSync(target, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return ok(undefined);
  });
}
