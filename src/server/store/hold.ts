import Database from 'better-sqlite3';
import { StoreError } from './migrate.ts';

/** A lock that nothing refers to is closed by the garbage collector, and is gone. */
const held = new Set<Database.Database>();

/** A folder that takes no lock takes no database either: whoever opens that is told why. */
const NO_FOLDER = /^SQLITE_(CANTOPEN|READONLY)/;
/** A disk that takes it in the next moment would take the database as well: nobody has it for themselves then. */
const BAD_DISK = /^SQLITE_(IOERR|FULL)/;

/**
 * Takes the database for this process alone, whatever state it is in: a second server would share it, and a restore
 * would take it away under a running one. The lock is one of SQLite's on a file beside it, since Node has none: the kernel
 * lets go of it however its process ends. Returns how to let go; throws a `StoreError` that says `taken` while another
 * process has it.
 */
export function holdDatabase(path: string, taken: string): () => void {
  const file = `${path}.lock`;
  let lock: Database.Database | undefined;
  try {
    lock = new Database(file, { timeout: 0 });
    lock.exec('begin exclusive');
    const own = lock;
    held.add(own);
    return () => {
      held.delete(own);
      own.close();
    };
  } catch (error) {
    lock?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (NO_FOLDER.test(error.code)) return () => {};
    if (error.code.startsWith('SQLITE_BUSY')) throw new StoreError(taken);
    if (BAD_DISK.test(error.code))
      throw new StoreError(
        `${file} cannot be written: ${error.message}. Check that its disk has space and is sound, and start again.`,
      );
    throw new StoreError(`${file} cannot be locked: ${error.message}. Delete it, and start again.`);
  }
}
