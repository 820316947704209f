import { z } from 'zod';
import type { Cluster } from '../../src/server/store/testing/postgres.ts';
import { registration } from '../../src/server/testing/kit.ts';
import { callUrl, startProcess } from '../../src/server/testing/process.ts';
import { ProblemSchema } from '../../src/shared/contract/host.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { checkLedger, transaction } from './case.ts';

const LANES = 4;
const LONGEST_LIFE_MS = 400;
/** Far longer than the database is away or needs to recover. */
const LONGEST_AWAY_MS = 60_000;
/** What a terminal waits before it sends the same again. */
const AGAIN_MS = 20;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Terminals that send each transaction until it is acknowledged, however often the server has no database. */
function terminals(url: string, admin: string) {
  const acknowledged = new Set<number>();
  let counter = 100;
  let isOpen = true;
  const settle = async (own: number): Promise<void> => {
    const begun = performance.now();
    for (;;) {
      const { status, body } = await callUrl(url, 'POST', admin, [transaction(own)]);
      if (status === 200) break;
      const { error } = ProblemSchema.parse(body);
      if (status !== 503 || error !== 'database-away')
        throw new Broken('unexpected', `without its database the server answers ${status} ${error}`);
      if (performance.now() - begun > LONGEST_AWAY_MS)
        throw new Broken('needed-staff', 'the server has not come back to its database');
      await pause(AGAIN_MS);
    }
    acknowledged.add(own);
  };
  const lane = async (): Promise<void> => {
    while (isOpen) await settle(++counter);
  };
  const ended = Promise.all(Array.from({ length: LANES }, lane));
  return {
    acknowledged,
    /** Until one more has been acknowledged; fails with the terminals. */
    async oneMore(): Promise<void> {
      const before = acknowledged.size;
      const more = async (): Promise<void> => {
        while (acknowledged.size === before) await pause(AGAIN_MS);
      };
      await Promise.race([ended, more()]);
    },
    async stop(): Promise<void> {
      isOpen = false;
      await ended;
    },
  };
}

/** PostgreSQL that is killed under a running server, several times over: the server stays, and so does what it acknowledged. */
export async function runDatabaseCase(folder: string, cluster: Cluster, random: Random): Promise<Recovered> {
  const database = await cluster.database();
  const server = await startProcess(['--data', folder], { RECARD_SERVER_DATABASE: database });
  try {
    const admin = z.string().parse(server.lines.at(-1)?.adminToken);
    await callUrl(`${server.url}/v1/tokens`, 'POST', admin, registration);
    const url = `${server.url}/v1/transactions`;
    const posting = terminals(url, admin);
    const kills = random.between(2, 4);
    let longest = 0;
    for (let kill = 0; kill < kills; kill++) {
      await posting.oneMore();
      await pause(random.below(LONGEST_LIFE_MS));
      const isWhole = random.chance(0.5);
      if (isWhole) await cluster.kill();
      else await cluster.killBackend(database);
      await pause(random.below(LONGEST_LIFE_MS));
      if (isWhole) await cluster.start();
      const begun = performance.now();
      await posting.oneMore();
      longest = Math.max(longest, performance.now() - begun);
    }
    await posting.stop();
    await checkLedger(url, admin, posting.acknowledged);
    return { cuts: kills, recoveryMs: longest };
  } finally {
    await server.end('SIGKILL');
  }
}
