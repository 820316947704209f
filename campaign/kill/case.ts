import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { checkEnd } from './check.ts';
import { Customer } from './customer.ts';
import { CAUSES, issue } from './holding.ts';
import { TURNS, turnOf } from './lane.ts';
import { lengthOf } from './length.ts';
import { type Kill, someKills } from './plan.ts';
import type { Seat } from './seat.ts';
import type { World } from './world.ts';

/** What of the kiosks' logs a finding shows. */
const SHOWN_LINES = 24;

/** A third of the cases have one slot. */
export const slotsOf = (number: number): 1 | 2 => (Math.floor(turnOf(number) / TURNS) % 3 === 2 ? 1 : 2);

export const told = (kills: readonly Kill[]): string =>
  kills.map(({ victim, point, nth, when, move }) => `${victim} ${when} ${point} ${nth}, ${move}`).join('; ');

export const logsOf = (seats: readonly Seat[]): string =>
  seats.map(({ name, lines }) => `\n  ${name}:\n    ${lines.slice(-SHOWN_LINES).join('\n    ')}`).join('');

/** One visit and its kills, then everything that must hold. */
export async function runCase(world: World, number: number, random: Random): Promise<Recovered> {
  const slots = slotsOf(number);
  const tokenId = `${9280_0000 + slots}${`${number}`.padStart(8, '0')}`;
  const cause = random.pick(CAUSES);
  const holding = await issue(world.servers.host, random, { tokenId, slots, cause });
  const kills = someKills(random, lengthOf(world.topology, slots));
  world.seat = random.pick(world.seats);
  const met = new Set([world.seat]);
  try {
    const customer = new Customer(world, holding, (seat) => met.add(seat));
    world.kills.begin(kills);
    const { recoveryMs } = await customer.visit();
    const cuts = world.kills.count;
    world.kills.end();
    await customer.lift();
    await checkEnd(world, holding, [...met]);
    return { cuts, recoveryMs };
  } catch (error) {
    const about = `(${cause}; ${told(kills)}) `;
    const detail = error instanceof Broken ? error.message : ((error as Error).stack ?? String(error));
    throw new Broken(
      error instanceof Broken ? error.metric : 'unexpected',
      `${about}${detail}${logsOf(world.seats)}`,
    );
  } finally {
    world.kills.end();
    for (const { readers } of world.seats) readers.lift(holding.token);
  }
}
