import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { StoreError } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openStore } from './open.ts';
import { type Databases, onBothDatabases } from './testing/stores.ts';

const account = { account_ref: 'ACC-1', holder: 'Amira Haddad', created_at: 1_795_000_000_000 };

function tests({ open, fresh }: Databases): void {
  test('what was committed is there after opening again, and the migrations run once', async () => {
    const config = await fresh();
    const first = await openStore(config);
    await first.db.insertInto('accounts').values(account).execute();
    await first.close();
    const again = await openStore(config);
    expect(await again.db.selectFrom('accounts').selectAll().execute()).toEqual([account]);
    await again.close();
  });

  test('two processes that start at once both find a migrated database', async () => {
    const config = await fresh();
    const stores =
      'sqlite' in config
        ? [await openStore(config)]
        : await Promise.all([openStore(config), openStore(config)]);
    for (const store of stores) {
      expect(await store.db.selectFrom('tokens').selectAll().execute()).toEqual([]);
      await store.close();
    }
  });

  test('a transaction that fails leaves nothing behind', async () => {
    const store = await open();
    const work = store.transact(async (trx) => {
      await trx.insertInto('accounts').values(account).execute();
      throw new Error('after the first statement');
    });
    await expect(work).rejects.toThrow('after the first statement');
    expect(await store.db.selectFrom('accounts').selectAll().execute()).toEqual([]);
  });

  test('numbers keep all their digits, bytes stay bytes, wrong types are refused', async () => {
    const store = await open();
    const created_at = Number.MAX_SAFE_INTEGER;
    await store.db
      .insertInto('accounts')
      .values({ ...account, created_at })
      .execute();
    expect((await store.db.selectFrom('accounts').selectAll().executeTakeFirst())?.created_at).toBe(
      created_at,
    );
    const wrong = { ...account, account_ref: 'ACC-2', created_at: 'soon' as unknown as number };
    await expect(store.db.insertInto('accounts').values(wrong).execute()).rejects.toThrow();
  });

  test('every key of a table that is a token’s starts with the token id', async () => {
    const store = await open();
    const tables = (await store.db.introspection.getTables()).filter((table) =>
      table.columns.some((column) => column.name === 'token_id'),
    );
    // The directory answers whose visit an id is, and is hashed by that id.
    const own = tables.filter((table) => table.name !== 'visit_directory');
    expect(own.length).toBeGreaterThan(7);
    for (const table of own) expect([table.name, table.columns[0]?.name]).toEqual([table.name, 'token_id']);
  });
}

describe('the store', () => onBothDatabases('store', tests));

describe('a newer database', () => {
  test('of SQLite is refused, and not a byte of it changes', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'recard-newer-')), 'recard.db');
    const database = new Database(path);
    database.exec('create table things (id integer) strict');
    database.pragma('user_version = 99');
    database.close();
    const before = readFileSync(path);
    await expect(openStore({ sqlite: path })).rejects.toThrow(/version 99.*Nothing was changed/);
    expect(readFileSync(path)).toEqual(before);
  });

  onBothDatabases('as of either', ({ fresh }) => {
    test('is refused with a sentence that says what to do', async () => {
      const config = await fresh();
      const store = await openStore(config);
      if ('sqlite' in config) await sql`pragma user_version = 99`.execute(store.db);
      else await sql`update recard_version set version = 99`.execute(store.db);
      await store.close();
      await expect(openStore(config)).rejects.toThrow(StoreError);
      await expect(openStore(config)).rejects.toThrow(/version 99.*restore a backup/);
    });
  });
});

test('SQLite acknowledges nothing that is not on the disk: kill -9 cannot show it, only a power cut would', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recard-durable-'));
  const { db, close } = await openStore({ sqlite: join(folder, 'recard.db') });
  const FULL = 2;
  expect((await sql`PRAGMA synchronous`.execute(db)).rows).toEqual([{ synchronous: FULL }]);
  expect((await sql`PRAGMA journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
  await close();
});

test('a file that is no database is refused, and so is a folder that is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recard-none-'));
  await writeFile(join(folder, 'recard.db'), 'This is a letter, and no database at all.'.repeat(50));
  await expect(openStore({ sqlite: join(folder, 'recard.db') })).rejects.toThrow(/not a database of Recard/);
  await expect(openStore({ sqlite: join(folder, 'no', 'recard.db') })).rejects.toThrow(/cannot be opened/);
  await expect(openStore({ postgres: 'postgres://recard@127.0.0.1:1/recard' })).rejects.toThrow(
    /cannot be used/,
  );
});

describe('migrations', () => {
  /** SHA-256 of what each released migration says. A change of one of these is a mistake: add a migration. */
  const FROZEN: Readonly<Record<number, string>> = {
    1: '1decbe8c429d15e1b1d91bfc515a570003bc0725e3d86b0ee1f3b8eccffa3713',
    2: 'bbd860e1e75d382d3b5a0980d4668fd4365bab397e8e3acc11030792f73ec820',
    3: '03a15c25601bf6973749d5033b4fab274647126e44be0254aaf63894c846d638',
    4: 'e82f57c1e805677141e9377153dba1ee0923ce762172b7ab524add4a9d319a94',
  };

  test('are numbered from one without a gap, and none has changed since it was released', () => {
    const types = { text: 'text', int: 'int', bytes: 'bytes', options: '' };
    const digests = MIGRATIONS.map((migration) => [
      migration.version,
      createHash('sha256').update(migration.statements(types).join(';')).digest('hex'),
    ]);
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, n) => n + 1));
    expect(Object.fromEntries(digests)).toEqual(FROZEN);
  });
});
