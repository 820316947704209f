import { existsSync } from 'node:fs';
import { chmod, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, type ServerConfig } from '../http/config.ts';
import { storeOf } from '../http/server.ts';
import { KEY_FILE, randomId } from '../images/keys.ts';
import { refuseHalf } from '../store/half.ts';
import { makeFolder, sync } from '../store/sync.ts';
import { checkDatabase, copyDatabase } from './database-file.ts';
import { describeFile, MANIFEST, type Manifest, readBackup } from './manifest.ts';

/** Where the SQLite file of this server is; a `ConfigError` for PostgreSQL, whose own tools back it up. */
export function sqliteOf(config: ServerConfig): string {
  const where = storeOf(config);
  if ('sqlite' in where) return where.sqlite;
  throw new ConfigError(
    'This server keeps its data in PostgreSQL: back it up with pg_dump and restore it with pg_restore, and keep a ' +
      `copy of ${KEY_FILE} from its folder with it. docs/cli.md shows the commands.`,
  );
}

async function fill(config: ServerConfig, folder: string, now: number): Promise<void> {
  const database = sqliteOf(config);
  const name = basename(database);
  await copyDatabase(database, join(folder, name));
  const storeVersion = checkDatabase(join(folder, name));
  const names = [name];
  const key = join(config.data, KEY_FILE);
  if (existsSync(key)) {
    await copyFile(key, join(folder, KEY_FILE));
    names.push(KEY_FILE);
  }
  const manifest: Manifest = {
    format: 'recard-store',
    madeAt: new Date(now).toISOString(),
    role: config.role,
    storeVersion,
    files: await Promise.all(names.map((each) => describeFile(folder, each))),
  };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const each of [...names, MANIFEST]) {
    await chmod(join(folder, each), 0o600);
    await sync(join(folder, each));
  }
  await sync(folder);
}

/**
 * Backs up a server's database and image key to the folder `target`, also while the server runs, reads all of it
 * back, and only then gives the folder its name: a backup with that name is whole. Throws `ConfigError` when
 * `target` exists or there is nothing to back up, and `StoreError` for a database that is damaged.
 */
export async function backUp(config: ServerConfig, target: string, now: number): Promise<Manifest> {
  const database = sqliteOf(config);
  if (existsSync(target))
    throw new ConfigError(`${target} exists already. Name another folder: a backup overwrites nothing.`);
  if (!existsSync(database))
    throw new ConfigError(`${database} does not exist: start the server on this folder once.`);
  refuseHalf(config.data, database, config.role === 'host' ? null : join(config.data, KEY_FILE));
  const draft = `${resolve(target)}.${randomId()}.unfinished`;
  await makeFolder(draft);
  try {
    await fill(config, draft, now);
    const manifest = await readBackup(draft);
    // A folder that appeared meanwhile is not replaced: renaming over one that holds anything fails.
    await rename(draft, target);
    await sync(dirname(resolve(target)));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
