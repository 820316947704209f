import { mkdirSync, truncateSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';

const LOCK = 'kiosk.lock';

/** A data folder that is this process's until it lets go of it, or ends. */
export interface Hold {
  release(): void;
}

/** A database that nothing refers to is closed by the garbage collector, and its lock is gone. */
const held = new Set<Database.Database>();

/** The file is empty for as long as it is whole: it is locked, and never written. */
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/;

function lockOf(directory: string): Database.Database | null {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, LOCK);
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) return null;
    if (!DAMAGED.test(error.code)) throw error;
    // In place: of two that find it damaged, only one can lock the same file.
    truncateSync(file);
    return lockOf(directory);
  }
}

/**
 * Takes a kiosk's data folder for this process alone; `null` while another one has it. A second kiosk there would take
 * the visits that the first one is in for dead ones. The lock is one of SQLite's, since Node has none: the kernel lets
 * go of it however its process ends. Failures: those of the journal, which meets the same disk.
 */
export function holdData(directory: string): Result<Hold | null> {
  return attempt(() => {
    const lock = lockOf(directory);
    if (lock === null) return ok(null);
    held.add(lock);
    return ok({
      release: () => {
        held.delete(lock);
        lock.close();
      },
    });
  });
}
