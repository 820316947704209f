import type { Random } from '../random.ts';
import type { Moment, Planned } from './case.ts';
import type { Customer } from './customer.ts';
import { HARM_TURNS, harmOf } from './harms.ts';

const MOMENTS: readonly Moment[] = ['writing', 'idle', 'reading', 'lying'];
/** While nobody talks to a token, its silence is noticed by nobody. */
const TALKING: readonly Moment[] = ['writing', 'reading'];

/** What this case does, and to whom: harms take turns, and so do the moments of each. */
export function plan(number: number, random: Random, customers: readonly Customer[]): Planned {
  const harm = harmOf(number);
  const moments = harm === 'token mute' ? TALKING : MOMENTS;
  const turn = number + Math.floor(number / HARM_TURNS);
  const moment = moments[turn % moments.length] ?? 'writing';
  const customer = random.pick(customers);
  const others = customers.filter((each) => each !== customer);
  return { harm, moment, customer, other: random.chance(0.3) ? random.pick(others) : null };
}
