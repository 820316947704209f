import { setTimeout as wait } from 'node:timers/promises';
import { must } from '../../src/shared/testing/results.ts';
import { Broken } from '../tear/broken.ts';
import { carriedBy, checkCarried } from './look.ts';
import type { Person } from './people.ts';
import { attend, PLAIN } from './visit.ts';
import type { World } from './world.ts';

const DRAIN_MS = 60_000;
/** One visit may end an old write, the next brings what came since. */
const MOST_VISITS = 3;

async function visitLast({ branch, reference }: World, person: Person): Promise<void> {
  await branch.office.requestUpdate(person.tokenId);
  for (let visits = 1; ; visits++) {
    const { ending } = await attend(branch, person, PLAIN);
    if (ending === 'current') break;
    if (ending !== 'updated' || visits === MOST_VISITS)
      throw new Broken('needed-staff', `the last visit but one ends ${ending}`);
  }
  const { pageWrites } = person.token.counters;
  const carried = await carriedBy(person, branch.office.keys);
  checkCarried(carried, reference.balances(person.number));
  if (carried.log.length > 0) throw new Broken('unexpected', 'an update has left records in the log');
  const { ending } = await attend(branch, person, PLAIN);
  if (ending !== 'current' || person.token.counters.pageWrites !== pageWrites)
    throw new Broken('unexpected', 'the next visit does something');
}

/** The host's ledger of the token holds each of its own transactions once, and disputes none. */
async function checkLedger(
  { branch, reference }: World,
  { number, tokenId }: Pick<Person, 'number' | 'tokenId'>,
): Promise<void> {
  const { transactions, conflicts } = await branch.office.ledger(tokenId);
  const counters = transactions.map(({ counter }) => counter);
  const kept = new Set(counters);
  const lost = reference.counters(number).filter((counter) => !kept.has(counter));
  if (lost.length > 0) throw new Broken('lost-or-doubled', `the ledger lacks ${lost}`);
  if (kept.size !== counters.length)
    throw new Broken('lost-or-doubled', 'the ledger holds a transaction twice');
  if (conflicts.length > 0) throw new Broken('lost-or-doubled', 'the ledger holds conflicts');
  const problem = transactions.find((row) => row.problem !== null);
  if (problem !== undefined) throw new Broken('lost-or-doubled', `a transaction is ${problem.problem}`);
}

async function drain({ branch }: World): Promise<void> {
  const deadline = performance.now() + DRAIN_MS;
  for (;;) {
    const { queued, rejected } = must(branch.stand.kiosk.journal.outboxCounts());
    if (rejected > 0) throw new Broken('needed-staff', `the host refused ${rejected} outcomes`);
    if (queued === 0) return;
    if (performance.now() > deadline) throw new Broken('unexpected', `${queued} outcomes stay in the outbox`);
    await wait(50);
  }
}

/** Everybody comes once more, then all is held against the reference; what does not agree is given to `found`. */
export async function settleAll(world: World, found: (error: unknown) => void): Promise<void> {
  if (!world.branch.online) await world.branch.regain();
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    await work().catch(found);
  };
  for (const person of world.people) await attempt(() => visitLast(world, person));
  await attempt(() => drain(world));
  for (const person of [...world.people, ...world.gone]) await attempt(() => checkLedger(world, person));
}
