import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { LedgerSchema } from '../host/admin-contract.ts';
import { IDENTITY, registration } from '../testing/kit.ts';
import { callUrl, type ServerProcess, startProcess } from '../testing/process.ts';
import { type Cluster, startCluster } from './testing/postgres.ts';

// Processes are started and killed, on machines that do other things as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const LANES = 4;
let folder = '';
let cluster: Cluster;
let database = '';
let server: ServerProcess;
let admin = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-crash-'));
  cluster = await startCluster();
  database = await cluster.database();
  server = await startProcess(['--data', folder], { RECARD_SERVER_DATABASE: database });
  admin = z.string().parse(server.lines.at(-1)?.adminToken);
  await callUrl(`${server.url}/v1/tokens`, 'POST', admin, registration);
});
afterEach(async () => {
  await server.end('SIGKILL');
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

const transaction = (counter: number) => ({
  ...{ tokenId: IDENTITY.tokenId, terminal: 'MKT-2', counter, at: 1_795_000_000, programme: 'HARBOUR' },
  ...{ action: 'earn', amount: counter },
});

/** Terminals that post without a pause, each transaction until it is acknowledged, and what they were told. */
function terminals() {
  const acknowledged: number[] = [];
  const troubles: { status: number; body: unknown }[] = [];
  let counter = 100;
  let isOpen = true;
  const lane = async (): Promise<void> => {
    while (isOpen) {
      const own = ++counter;
      const url = `${server.url}/v1/transactions`;
      let answer = await callUrl(url, 'POST', admin, [transaction(own)]);
      while (answer.status !== 200) {
        troubles.push(answer);
        // A terminal that asked without a pause would take the machine from the database that recovers.
        await delay(20);
        answer = await callUrl(url, 'POST', admin, [transaction(own)]);
      }
      acknowledged.push(own);
    }
  };
  const ended = Promise.all(Array.from({ length: LANES }, lane));
  return {
    acknowledged,
    troubles,
    /** Until that many more have been acknowledged; fails with the terminals. */
    async acknowledge(more: number): Promise<void> {
      const wanted = acknowledged.length + more;
      await Promise.race([
        ended,
        vi.waitUntil(() => acknowledged.length >= wanted, { timeout: 60_000, interval: 5 }),
      ]);
    },
    async stop(): Promise<void> {
      isOpen = false;
      await ended;
    },
  };
}

async function keptCounters(): Promise<number[]> {
  const url = `${server.url}/v1/transactions?tokenId=${IDENTITY.tokenId}`;
  const { body } = await callUrl(url, 'GET', admin);
  const { transactions } = LedgerSchema.parse(body);
  return transactions.filter(({ terminal }) => terminal === 'MKT-2').map((row) => row.counter);
}

const CLEAR = { status: 503, body: { error: 'database-away', message: expect.stringContaining('again') } };

async function survives(crash: () => Promise<void>): Promise<void> {
  const posting = terminals();
  for (let time = 0; time < 2; time++) {
    await posting.acknowledge(10);
    await crash();
    await posting.acknowledge(10);
  }
  await posting.stop();
  expect(posting.troubles.length).toBeGreaterThan(0);
  for (const trouble of posting.troubles) expect(trouble).toMatchObject(CLEAR);
  const kept = await keptCounters();
  expect(kept.toSorted((a, b) => a - b)).toEqual(posting.acknowledged.toSorted((a, b) => a - b));
}

test('PostgreSQL that is killed while terminals post: a clear failure, and all that was acknowledged, once', () =>
  survives(async () => {
    await cluster.kill();
    await vi.waitUntil(
      async () => (await callUrl(`${server.url}/v1/credentials`, 'GET', admin)).status === 503,
      { timeout: 20_000 },
    );
    await cluster.start();
  }));

test('PostgreSQL that loses one of its processes and recovers by itself does no harm either', () =>
  survives(() => cluster.killBackend(database)));
