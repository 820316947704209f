import { sessionOver } from '../../src/main/card/testing/session.ts';
import type { OutboxEntry } from '../../src/main/journal/outbox.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { bookTransaction } from '../../src/virtual-token/terminal/terminal.ts';
import type { Random } from '../random.ts';
import { Broken } from './broken.ts';
import { type Length, laterCuts } from './cuts.ts';
import type { CampaignKiosk, Clock } from './kiosk.ts';
import { booking, type Scenario } from './scenario.ts';
import { lookAt } from './stranger.ts';

/** Two kiosks that know nothing of each other. */
export interface Branch {
  readonly kiosks: readonly CampaignKiosk[];
  readonly clock: Clock;
}

export interface Recovered {
  /** Cuts that happened: an armed one need not be reached. */
  readonly cuts: number;
  /** From the first presentation after the first cut to the one that ended well, looks left out. */
  readonly recoveryMs: number;
}

const YEAR_MS = 365 * 86_400_000;
const NOON = Date.UTC(2026, 10, 22, 12);

export function freshToken({ issued, protocol }: Scenario): InProcessToken {
  const state = { layout: issued.layout, memory: issued.memory.slice() };
  const token = new InProcessToken(state, { protocol });
  token.token.insert();
  return token;
}

/** Where and when the token is presented again: mostly here and at once, at times elsewhere, later or earlier. */
function meanwhile(branch: Branch, at: CampaignKiosk, random: Random): CampaignKiosk {
  branch.clock.now += random.chance(0.1) ? random.pick([-YEAR_MS, 700_000, YEAR_MS]) : 5_000;
  if (random.chance(0.05)) at.restart();
  return random.chance(0.2) ? random.pick(branch.kiosks) : at;
}

/** A terminal books on the token while its update is interrupted. */
function bookMeanwhile(token: InProcessToken, scenario: Scenario, booked: Transaction[]): void {
  const transaction = booking(scenario.log.length + booked.length + 1);
  must(bookTransaction(token.token, transaction));
  booked.push(transaction);
}

/**
 * Cuts a write, looks with a stranger's eyes, presents again (cutting that as well, and the one after it) until
 * it ends well, and then has every kiosk close what it left open, without writing.
 */
export async function runCase(
  scenario: Scenario,
  length: Length,
  first: FaultRequest,
  random: Random,
  branch: Branch,
): Promise<Recovered> {
  const { clock, kiosks } = branch;
  clock.now = NOON;
  const token = freshToken(scenario);
  const armed = [first, ...laterCuts(length, random)];
  const booked: Transaction[] = [];
  let kiosk = random.pick(kiosks);
  let cuts = 0;
  let recoveryMs = 0;
  const told: OutboxEntry[] = [];
  for (let nth = 0; nth <= armed.length; nth++) {
    const fault = armed[nth];
    if (fault !== undefined) token.token.arm(fault);
    const begun = performance.now();
    const ending = await kiosk.present(sessionOver(token), scenario);
    if (nth > 0) recoveryMs += performance.now() - begun;
    const torn = !token.token.present;
    token.token.disarm();
    token.token.insert();
    if (torn) cuts++;
    const holds = await lookAt(sessionOver(token), scenario, booked);
    told.push(...kiosks.flatMap((each) => each.takeOutcomes()));
    if (holds !== 'new' && updatesIn(told).length > 0)
      throw new Broken('false-success', `the host is told so at presentation ${nth + 1}`);
    if (ending.ok) {
      if (holds !== 'new') throw new Broken('false-success', `the kiosk said so at presentation ${nth + 1}`);
      await closeAll(token, scenario, branch, told);
      return { cuts, recoveryMs };
    }
    if (!torn) throw new Broken('needed-staff', `${ending.failure.code}: ${ending.failure.detail}`);
    if (booked.length < 2 && random.chance(0.05)) bookMeanwhile(token, scenario, booked);
    kiosk = meanwhile(branch, kiosk, random);
  }
  throw new Broken('needed-staff', 'the last presentation, which nothing disturbed, did not end well');
}

/** What a kiosk left open is settled by the next presentation there; and the host is told of the write. */
async function closeAll(
  token: InProcessToken,
  scenario: Scenario,
  branch: Branch,
  told: readonly OutboxEntry[],
): Promise<void> {
  const { kiosks } = branch;
  const { tokenId } = scenario;
  const before = token.counters.pageWrites;
  for (const kiosk of kiosks.filter((each) => each.hasOpenIntent(tokenId))) {
    const ending = await kiosk.present(sessionOver(token), scenario);
    if (!ending.ok || kiosk.hasOpenIntent(tokenId))
      throw new Broken('needed-staff', 'a kiosk did not close its intent');
  }
  if (token.counters.pageWrites !== before)
    throw new Broken('unexpected', 'a settled write was written again');
  checkTold(scenario, branch, told);
}

const updatesIn = (told: readonly OutboxEntry[]) =>
  told.flatMap(({ body }) => ('outcome' in body && body.outcome === 'updated' ? [body] : []));

/** The host is told of this update, and of no other one. `told`: what it was told before. */
export function checkTold(scenario: Scenario, { kiosks }: Branch, told: readonly OutboxEntry[] = []): void {
  const updates = updatesIn([...told, ...kiosks.flatMap((kiosk) => kiosk.takeOutcomes())]);
  if (updates.length === 0) throw new Broken('lost-or-doubled', 'no kiosk tells the host of the update');
  const { digest, sequence } = scenario.decision;
  for (const { written } of updates)
    if (written === null || !written.verified || written.digest !== digest || written.sequence !== sequence)
      throw new Broken('false-success', 'the host is told of another write');
}
