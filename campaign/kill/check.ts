import { setTimeout as pause } from 'node:timers/promises';
import { LedgerSchema, TokenDetailSchema } from '../../src/server/host/admin-contract.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { Broken } from '../tear/broken.ts';
import { Customer } from './customer.ts';
import type { Holding } from './holding.ts';
import type { Seat } from './seat.ts';
import { lookAt } from './stranger.ts';
import type { World } from './world.ts';

const DRAINED_MS = 45_000;
const POLL_MS = 30;

const keyOf = ({ terminal, counter, amount }: Transaction): string => `${terminal} ${counter} ${amount}`;

/** The visit that follows: nothing is written, and where the last visit ended, nothing is said to have been. */
export async function nothingToDo(
  world: World,
  holding: Holding,
  seat: Seat,
  isLast: boolean,
): Promise<void> {
  const before = holding.token.counters.pageWrites;
  world.seat = seat;
  const customer = new Customer(world, holding);
  const { outcome } = await customer.visit();
  await customer.lift();
  if (holding.token.counters.pageWrites !== before)
    throw new Broken('unexpected', `the next visit at ${seat.name} wrote to the token`);
  if (isLast && outcome !== 'current')
    throw new Broken('lost-or-doubled', `the next visit at ${seat.name} ended with ${outcome}`);
}

/** Nothing is open at the kiosk, and the host has taken all that it had to tell. */
export async function settled(seat: Seat): Promise<void> {
  for (const deadline = performance.now() + DRAINED_MS; ; await pause(POLL_MS)) {
    const status = await seat.status();
    if (status !== null && status.rejected > 0)
      throw new Broken('needed-staff', `the host refused ${status.rejected} outcomes of ${seat.name}`);
    if (status?.open === 0 && status.queued === 0) return;
    if (performance.now() > deadline)
      throw new Broken('needed-staff', `${seat.name} is not settled: ${JSON.stringify(status)}`);
  }
}

/** The host's ledger has every transaction once, in an image. */
async function checkLedger({ servers: { host } }: World, { tokenId, booked }: Holding): Promise<void> {
  const ledger = LedgerSchema.parse(await host.call('GET', `/v1/transactions?tokenId=${tokenId}`));
  const found = ledger.transactions.map(keyOf).sort();
  const expected = booked.map(keyOf).sort();
  if (JSON.stringify(found) !== JSON.stringify(expected) || ledger.conflicts.length > 0)
    throw new Broken('lost-or-doubled', `the ledger holds ${found}; booked were ${expected}`);
  const left = ledger.transactions.filter((row) => row.includedSequence === null || row.problem !== null);
  if (left.length > 0) throw new Broken('lost-or-doubled', `in no image: ${left.map(keyOf)}`);
}

/**
 * The host believes of the token what it carries: an update was made for each image that it got. A second kiosk whose
 * own update came to the same image tells of it too.
 */
async function checkHost(world: World, { tokenId, seen }: Holding, digest: string): Promise<void> {
  const detail = TokenDetailSchema.parse(await world.servers.host.call('GET', `/v1/tokens/${tokenId}`));
  const pending = detail.requests.filter(({ status }) => status !== 'served');
  if (pending.length > 0) throw new Broken('lost-or-doubled', `a request is ${pending[0]?.status}`);
  if (detail.backups.find((backup) => backup.digest === digest)?.verified !== true)
    throw new Broken('lost-or-doubled', 'the host does not know what the token carries');
  const updated = detail.visits.filter(({ outcome }) => outcome === 'updated');
  const most = Math.max(
    ...world.seats.map(({ name }) => updated.filter(({ kiosk }) => kiosk === name).length),
  );
  if (updated.length >= seen.size && most <= seen.size) return;
  const visits = detail.visits.map(
    ({ visitId, kiosk, decision, outcome }) => `${visitId.slice(0, 8)} at ${kiosk}: ${decision}, ${outcome}`,
  );
  throw new Broken(
    most > seen.size ? 'false-success' : 'lost-or-doubled',
    `${seen.size} images were written; visits, latest first: ${visits.join('; ')}`,
  );
}

/** Everything that must hold once a visit is over, whoever was killed in it. `met`: the kiosks that had the token. */
export async function checkEnd(world: World, holding: Holding, met: readonly Seat[]): Promise<void> {
  const { holds, digest } = await lookAt(holding, world.keys);
  if (holds !== 'new')
    throw new Broken('false-success', `the visit is over, and the token holds the ${holds} image`);
  const { seat } = world;
  for (const other of met) if (other !== seat) await nothingToDo(world, holding, other, false);
  await nothingToDo(world, holding, seat, true);
  const after = await lookAt(holding, world.keys);
  if (after.digest !== digest) throw new Broken('unexpected', 'the next visit changed the image');
  for (const each of world.seats) await settled(each);
  await checkLedger(world, holding);
  await checkHost(world, holding, digest);
}
