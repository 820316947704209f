import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TokenReport } from '../../shared/contract/host.ts';
import { lockToken } from '../host/lock.ts';
import { NEW_CARD, registerBlank } from '../testing/jobs.ts';
import { hostKit, IDENTITY, register, reportOf } from '../testing/kit.ts';
import { isDatabaseAway } from './away.ts';
import { openPostgres } from './postgres.ts';
import type { Store } from './store.ts';
import { type Cluster, startCluster } from './testing/postgres.ts';

const LIMITS = { lockMs: 300, statementMs: 60_000, idleMs: 60_000 };
const { tokenId } = IDENTITY;
let cluster: Cluster;
let database = '';
const stores: Store[] = [];
const open = async (limits = LIMITS): Promise<Store> => {
  const store = await openPostgres(database, limits);
  stores.push(store);
  return store;
};
beforeAll(async () => {
  cluster = await startCluster();
  database = await cluster.database();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await cluster.stop();
});

/** Another server's process that has locked the token and stands still, until it is told to go on. */
async function standsStill(store: Store) {
  const go = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const ended = store
    .transact(async (trx) => {
      await lockToken(trx, tokenId);
      locked.resolve();
      await go.promise;
      await sql`select 1`.execute(trx);
    })
    .catch((error: unknown) => error);
  await locked.promise;
  return { ended, goOn: () => go.resolve() };
}

test('a token that another server holds is answered for with “later”, and all others are served', async () => {
  const kit = await hostKit(await open());
  const token = reportOf(await register(kit));
  await registerBlank(kit, NEW_CARD);
  const ask = async (report: TokenReport) => {
    const at = new Date(kit.clock.now).toISOString();
    const body = { visitId: randomUUID(), kiosk: 'kiosk-1', at, token: report };
    return (await kit.asKiosk('kiosk-1', '/v1/visits', body)).status;
  };
  const other = await standsStill(await open());
  // More of them than there are connections.
  const waiting = await Promise.all(Array.from({ length: 12 }, () => ask(token)));
  expect(new Set(waiting)).toEqual(new Set([503]));
  expect(await ask(reportOf(null, { tokenId: NEW_CARD }))).toBe(200);
  other.goOn();
  expect(await other.ended).toBeUndefined();
  expect(await ask(token)).toBe(200);
});

test('what a server that stands still has locked is free before long, and it learns of it', async () => {
  const still = await standsStill(await open({ ...LIMITS, idleMs: 200 }));
  const store = await open();
  const row = await vi.waitUntil(
    () => store.transact((trx) => lockToken(trx, tokenId)).catch(() => delay(20, null)),
    { timeout: 20_000 },
  );
  expect(row?.token_id).toBe(tokenId);
  still.goOn();
  expect(isDatabaseAway(await still.ended)).toBe(true);
});

test('a statement that never ends is ended', async () => {
  const store = await open({ ...LIMITS, statementMs: 100 });
  const endless = sql`select pg_sleep(60)`.execute(store.db);
  await expect(endless).rejects.toSatisfy(isDatabaseAway);
});

test('what is acknowledged is on the disk, though the database was told not to wait for it', async () => {
  const admin = await open();
  const { rows: own } = await sql<{ name: string }>`select current_database() as name`.execute(admin.db);
  const name = sql.id(own[0]?.name ?? '');
  await sql`alter database ${name} set synchronous_commit = off`.execute(admin.db);
  const store = await open();
  const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(store.db);
  expect(rows).toEqual([{ synchronous_commit: 'on' }]);
});
