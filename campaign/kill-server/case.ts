import { z } from 'zod';
import { LedgerSchema } from '../../src/server/host/admin-contract.ts';
import { IDENTITY, registration } from '../../src/server/testing/kit.ts';
import { callUrl, type ServerProcess, startProcess } from '../../src/server/testing/process.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';

const LANES = 4;
const LONGEST_LIFE_MS = 400;

export const transaction = (counter: number) => ({
  ...{ tokenId: IDENTITY.tokenId, terminal: 'MKT-1', counter, at: 2_000 + counter, programme: 'HARBOUR' },
  ...{ action: 'earn', amount: counter },
});

/** Posts until the server is gone, and tells what it acknowledged. */
async function post(
  url: string,
  admin: string,
  next: () => number,
  onAcknowledged: (counter: number) => void,
): Promise<void> {
  for (;;) {
    const counter = next();
    const answer = await callUrl(url, 'POST', admin, [transaction(counter)]).catch(() => null);
    if (answer === null) return;
    if (answer.status !== 200) throw new Broken('unexpected', `a transaction is answered ${answer.status}`);
    onAcknowledged(counter);
  }
}

export async function checkLedger(
  url: string,
  admin: string,
  acknowledged: ReadonlySet<number>,
): Promise<void> {
  const { body } = await callUrl(`${url}?tokenId=${IDENTITY.tokenId}`, 'GET', admin);
  const { transactions } = LedgerSchema.parse(body);
  const counters = transactions.map(({ counter }) => counter);
  const kept = new Set(counters);
  const lost = [...acknowledged].filter((counter) => !kept.has(counter));
  if (lost.length > 0) throw new Broken('lost-or-doubled', `lost: ${lost}`);
  if (kept.size !== counters.length)
    throw new Broken('lost-or-doubled', 'a transaction is in the ledger twice');
}

/** A server that is killed while terminals post, several times over: what it acknowledged is there, once. */
export async function runCase(folder: string, random: Random): Promise<Recovered> {
  const acknowledged = new Set<number>();
  let counter = 100;
  let admin = '';
  let longest = 0;
  const kills = random.between(2, 4);
  const start = async (): Promise<ServerProcess> => {
    const begun = performance.now();
    const server = await startProcess(['--data', folder]).catch((error: unknown) => {
      throw new Broken('needed-staff', String(error));
    });
    longest = Math.max(longest, performance.now() - begun);
    return server;
  };
  let server = await start();
  admin = z.string().parse(server.lines.at(-1)?.adminToken);
  await callUrl(`${server.url}/v1/tokens`, 'POST', admin, registration);
  for (let kill = 0; kill < kills; kill++) {
    const url = `${server.url}/v1/transactions`;
    const first = Promise.withResolvers<void>();
    const note = (done: number): void => {
      acknowledged.add(done);
      first.resolve();
    };
    const lanes = Array.from({ length: LANES }, () => post(url, admin, () => ++counter, note));
    // A server that has acknowledged nothing yet has nothing to lose.
    await Promise.race([first.promise, Promise.all(lanes)]);
    await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LIFE_MS)));
    await server.end('SIGKILL');
    await Promise.all(lanes);
    server = await start();
    await checkLedger(`${server.url}/v1/transactions`, admin, acknowledged);
  }
  await server.end('SIGTERM');
  if (acknowledged.size === 0) throw new Broken('unexpected', 'no transaction was ever acknowledged');
  return { cuts: kills, recoveryMs: longest };
}
