import { existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError, type ServerConfig } from '../http/config.ts';
import { KEY_FILE, randomId } from '../images/keys.ts';
import { RESTORING } from '../store/half.ts';
import { holdDatabase } from '../store/hold.ts';
import { StoreError } from '../store/migrate.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import { makeFolder, sync } from '../store/sync.ts';
import { sqliteOf } from './backup.ts';
import { checkDatabase, closeForGood, runningOn } from './database-file.ts';
import { holdAgainst, type Manifest, readBackup } from './manifest.ts';

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

const DRAFT = 'restoring-';
/** What a damaged database left behind: the restored one must not take it for its own. */
const logsOf = (database: string): string[] => [`${database}-wal`, `${database}-shm`];

/** Keeps what lies in place under another name as well, so that the exchange needs one rename for each file. */
async function keep(config: ServerConfig, database: string, now: number): Promise<string | null> {
  const present = [database, join(config.data, KEY_FILE), ...logsOf(database)].filter((path) =>
    existsSync(path),
  );
  if (present.length === 0) return null;
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const folder = join(config.data, `before-restore-${stamp}-${randomId()}`);
  await mkdir(folder, { mode: 0o700 });
  for (const path of present) await link(path, join(folder, basename(path)));
  await sync(folder);
  return folder;
}

/** From here on no server begins in this folder until the restore has ended. */
async function mark(folder: string): Promise<void> {
  await writeFile(join(folder, RESTORING), '');
  await sync(folder);
}

async function unmark(folder: string): Promise<void> {
  await rm(join(folder, RESTORING), { force: true });
  await sync(folder);
}

/**
 * Puts the files of `draft` in place. Killed in between, it leaves the mark: with the key of one and the database of the
 * other, or without its log, that is the data of no server.
 */
async function exchange(
  config: ServerConfig,
  database: string,
  draft: string,
  names: readonly string[],
): Promise<void> {
  await mark(config.data);
  for (const path of logsOf(database)) await rm(path, { force: true });
  for (const name of names) await rename(join(draft, name), join(config.data, name));
  await sync(config.data);
  await unmark(config.data);
}

/** Drafts of restores that were killed: nothing but copies of a backup. */
async function removeDrafts({ data }: ServerConfig): Promise<void> {
  for (const name of await readdir(data))
    if (name.startsWith(DRAFT)) await rm(join(data, name), { recursive: true, force: true });
}

async function copyChecked(
  backup: string,
  draft: string,
  database: string,
  manifest: Manifest,
): Promise<void> {
  await mkdir(draft, { mode: 0o700 });
  for (const { name } of manifest.files) {
    await copyFile(join(backup, name), join(draft, name));
    await chmod(join(draft, name), 0o600);
  }
  // The copy, not only what it was made of: a disk may take something else than it was given.
  await holdAgainst(draft, manifest);
  const version = checkDatabase(join(draft, database));
  if (version !== manifest.storeVersion)
    throw new StoreError(`${backup} is damaged: its database has version ${version}. Nothing was changed.`);
  for (const { name } of manifest.files) await sync(join(draft, name));
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
  if (existsSync(database) && !replace)
    throw new ConfigError(
      `${database} exists already. Give --replace to put the backup in its place; what is there now is kept beside it.`,
    );
  await makeFolder(config.data);
  const letGo = holdDatabase(database, runningOn(database));
  try {
    return await putInPlace(config, backup, manifest, now);
  } finally {
    letGo();
  }
}

async function putInPlace(
  config: ServerConfig,
  backup: string,
  manifest: Manifest,
  now: number,
): Promise<Restored> {
  const database = sqliteOf(config);
  const isThere = existsSync(database);
  await removeDrafts(config);
  // An empty folder is no server's data either: one that begins there would be a new one.
  const isMarkedForNow = !isThere && !existsSync(join(config.data, RESTORING));
  if (isMarkedForNow) await mark(config.data);
  const draft = join(config.data, `${DRAFT}${randomId()}`);
  const names = manifest.files.map(({ name }) => name);
  try {
    await copyChecked(backup, draft, basename(database), manifest);
    if (isThere) closeForGood(database);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (isMarkedForNow) await unmark(config.data);
    throw error;
  }
  const setAside = await keep(config, database, now);
  await exchange(config, database, draft, names);
  await rm(draft, { recursive: true, force: true });
  return { manifest, setAside };
}
