import Database from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { begin } from './migrations/0001-begin.ts';
import { openStore, type StoreConfig } from './open.ts';
import { type Databases, onBothDatabases } from './testing/stores.ts';

const TOKENS = ['active', 'replaced'].map(
  (status, n) => `insert into tokens (token_id, account_ref, issuer, kind, generation, valid_from, valid_to,
    slot_size, slots, status, created_at, revision)
    values ('928004120000000${n}', 'ACC-1', 'HARBOUR', 'card', 1, 0, 1, 4096, 2, '${status}', 0, 0)`,
);
const EARLIER = [
  `insert into accounts (account_ref, holder, created_at) values ('ACC-1', 'Amira Haddad', 0)`,
  ...TOKENS,
  `insert into requests (token_id, request_id, reason, criteria, status, requested_at)
    values ('9280041200000000', 'aa', 'restore', '{}', 'pending', 0)`,
  `insert into credentials (credential_id, role, name, secret_hash, created_at)
    values ('1', 'kiosk', 'kiosk-1', 'x', 0)`,
];

/** A database as the first release left it. */
async function earlier(config: StoreConfig): Promise<void> {
  if ('sqlite' in config) {
    const database = new Database(config.sqlite);
    const types = { text: 'text', int: 'integer', bytes: 'blob', options: ' strict' };
    for (const statement of [...begin.statements(types), ...EARLIER]) database.exec(statement);
    database.pragma('user_version = 1');
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: config.postgres });
  await client.connect();
  const types = { text: 'text', int: 'bigint', bytes: 'bytea', options: '' };
  const version = [
    'create table recard_version (version bigint not null)',
    'insert into recard_version values (1)',
  ];
  for (const statement of [...begin.statements(types), ...EARLIER, ...version]) await client.query(statement);
  await client.end();
}

function migrated({ fresh }: Databases): void {
  test('a database of the first release keeps its tokens, and a replaced one is superseded', async () => {
    const config = await fresh();
    await earlier(config);
    const store = await openStore(config);
    const tokens = await store.db
      .selectFrom('tokens')
      .select(['token_id', 'status', 'person_ref', 'reported_at', 'successor_id', 'quota_syncs'])
      .orderBy('token_id')
      .execute();
    const nothing = { person_ref: null, reported_at: null, successor_id: null, quota_syncs: null };
    expect(tokens).toEqual([
      { token_id: '9280041200000000', status: 'active', ...nothing },
      { token_id: '9280041200000001', status: 'superseded', ...nothing },
    ]);
    expect(await store.db.selectFrom('requests').select('status').execute()).toEqual([{ status: 'pending' }]);
    expect(await store.db.selectFrom('credentials').select(['role', 'name']).execute()).toEqual([
      { role: 'kiosk', name: 'kiosk-1' },
    ]);
    const set = (status: string) =>
      store.db.updateTable('tokens').set({ status }).where('token_id', '=', '9280041200000000').execute();
    await set('stolen');
    await expect(set('replaced')).rejects.toThrow();
    await expect(store.db.updateTable('credentials').set({ role: 'guest' }).execute()).rejects.toThrow();
    await store.close();
  });
}

describe('the second migration', () => onBothDatabases('of jobs', migrated));
