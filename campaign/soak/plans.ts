import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import type { Random } from '../random.ts';
import { PLAIN, type Plan } from './visit.ts';

/** Commands that a reading has, and about as many as a writing; a later fault finds nothing to harm. */
const COMMANDS = { reading: 4, writing: 14 } as const;
const BYTES = 700;

const cut = (random: Random, commands: number): FaultRequest => ({
  type: 'tear',
  at: 'command',
  nth: random.between(1, commands),
  when: random.pick(['before', 'after'] as const),
});

/** A page that is torn while it is written. */
const torn = (random: Random): FaultRequest => ({
  type: 'tear',
  at: 'byte',
  nth: random.between(1, BYTES),
  leave: random.pick(['old', 'new', 'garbage'] as const),
});

/** The token refuses a command, or says nothing any more. */
const odd = (random: Random, commands: number): FaultRequest =>
  random.chance(0.3)
    ? { type: 'mute', nth: random.between(1, commands) }
    : { type: 'answer', sw: random.pick(['6f00', '6400', '6581']), nth: random.between(1, commands) };

const some = <T>(random: Random, chance: number, most: number, make: () => T): T[] =>
  random.chance(chance) ? Array.from({ length: random.between(1, most) }, make) : [];

/** What one visit is like, all from the seed. */
export function planOf(random: Random): Plan {
  const harm = (commands: number): FaultRequest =>
    random.chance(0.1) ? odd(random, commands) : cut(random, commands);
  const atOffer = random.chance(0.8) ? 'accept' : random.pick(['decline', 'take'] as const);
  return {
    ...PLAIN,
    atOffer,
    reading: some(random, 0.06, 2, () => harm(COMMANDS.reading)),
    writing: some(random, 0.25, 3, () => (random.chance(0.5) ? torn(random) : harm(COMMANDS.writing))),
    leaves: random.chance(0.03),
  };
}

/** What happens to the device that a job writes. */
export const jobFault = (random: Random): FaultRequest | null =>
  random.chance(0.2) ? cut(random, COMMANDS.writing) : null;
