import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from './migrate.ts';

/** Lies in a server's folder while a restore changes it: what is there then is neither the old data nor the new. */
export const RESTORING = 'restore-unfinished';

function hasImages(database: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(database, { readonly: true });
    return db.prepare('SELECT 1 FROM images LIMIT 1').get() !== undefined;
  } catch (error) {
    // No such table, or nothing that can be read: opening it tells what is wrong.
    if (error instanceof Database.SqliteError) return false;
    throw error;
  } finally {
    db?.close();
  }
}

/**
 * Refuses a folder that holds only a part of a server's data, before the missing part is made anew: a database without
 * the key that signed its images, a key without its database, or what an interrupted restore left. `key` is `null`
 * for a server that signs nothing. Throws a `StoreError` that says what to do.
 */
export function refuseHalf(data: string, database: string, key: string | null): void {
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (existsSync(join(data, RESTORING)))
    throw new StoreError(
      `A restore into ${data} did not end: run \`recard restore\` again, with --replace. What was there before is in the ` +
        'oldest folder before-restore-… of those that it made.',
    );
  if (key === null) return;
  if (existsSync(key) && size(database) === 0 && size(`${database}-wal`) === 0)
    throw new StoreError(
      `${key} is there and its database ${database} is not. Restore a backup (\`recard restore\`), or move the key away ` +
        'to begin with an empty server.',
    );
  if (!existsSync(key) && size(database) > 0 && hasImages(database))
    throw new StoreError(
      `The image key ${key} is missing, and ${database} holds images that it signed. Put it back from a backup: no kiosk ` +
        'trusts what another key signs.',
    );
}
