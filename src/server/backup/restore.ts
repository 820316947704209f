import { existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError, type ServerConfig } from '../http/config.ts';
import { randomId } from '../images/keys.ts';
import { StoreError } from '../store/migrate.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { sqliteOf } from './backup.ts';
import { checkDatabase, closeForGood } from './database-file.ts';
import { KEY_FILE, type Manifest, readBackup, sync } from './manifest.ts';

export interface Restored {
  readonly manifest: Manifest;
  /** Folder with what was there before, `null` when there was nothing. */
  readonly setAside: string | null;
}

/** Whether this Recard and this server can use the backup at all. */
function checkFits(manifest: Manifest, { role }: ServerConfig, database: string): void {
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  if (manifest.storeVersion > newest)
    throw new StoreError(
      `The backup has version ${manifest.storeVersion}, this Recard knows versions up to ${newest}. ` +
        'Restore it with the Recard that made it. Nothing was changed.',
    );
  if (manifest.role !== role || !manifest.files.some(({ name }) => name === basename(database)))
    throw new ConfigError(
      `The backup is one of a server with the role "${manifest.role}", not "${role}": give --role ${manifest.role}.`,
    );
}

/**
 * Keeps what lies in place under another name as well, so that the exchange needs one rename for each file. A log
 * that a damaged database left behind goes there altogether: the restored one must not take it for its own.
 */
async function keep(config: ServerConfig, database: string, now: number): Promise<string | null> {
  const logs = [`${database}-wal`, `${database}-shm`].filter((path) => existsSync(path));
  const present = [database, join(config.data, KEY_FILE), ...logs].filter((path) => existsSync(path));
  if (present.length === 0) return null;
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(config.data, `before-restore-${stamp}-${randomId()}`);
  await mkdir(folder, { mode: 0o700 });
  for (const path of present) await link(path, join(folder, basename(path)));
  await sync(folder);
  for (const path of logs) await rm(path);
  return folder;
}

/**
 * Puts a backup in place of a server's data. All of it is checked before anything is changed; what was there
 * stays in a folder beside it. Throws `ConfigError` when there is a database already and `replace` is not given,
 * and `StoreError` for a backup that is damaged or newer than this Recard, and while a server runs there.
 */
export async function restore(
  config: ServerConfig,
  backup: string,
  { replace, now }: { readonly replace: boolean; readonly now: number },
): Promise<Restored> {
  const database = sqliteOf(config);
  const manifest = await readBackup(backup);
  checkFits(manifest, config, database);
  const isThere = existsSync(database);
  if (isThere && !replace)
    throw new ConfigError(
      `${database} exists already. Give --replace to put the backup in its place; what is there now is kept beside it.`,
    );
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const draft = join(config.data, `restoring-${randomId()}`);
  await mkdir(draft, { mode: 0o700 });
  try {
    for (const { name } of manifest.files) {
      await copyFile(join(backup, name), join(draft, name));
      await chmod(join(draft, name), 0o600);
    }
    const version = checkDatabase(join(draft, basename(database)));
    if (version !== manifest.storeVersion)
      throw new StoreError(`${backup} is damaged: its database has version ${version}. Nothing was changed.`);
    for (const { name } of manifest.files) await sync(join(draft, name));
    if (isThere) closeForGood(database);
    const setAside = await keep(config, database, now);
    // The key first: a database without the key that signed its images would be given a new one.
    for (const { name } of [...manifest.files].reverse())
      await rename(join(draft, name), join(config.data, name));
    await sync(config.data);
    return { manifest, setAside };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
