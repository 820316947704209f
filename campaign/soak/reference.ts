import type { Transaction } from '../../src/shared/image/model.ts';
import type { Random } from '../random.ts';
import { CENTS, POINTS } from '../stand/issue.ts';

export const START = { points: 10_000, cents: 100_000 };
const TERMINALS = 7;
const AT = 1_790_000_000;

export interface Balances {
  readonly points: number;
  readonly cents: number;
}

/**
 * What every token is to carry: the plainest ledger that there can be. All of it lies in memory that is taken at the
 * beginning, so that it does not grow while something else is watched.
 */
export class Reference {
  readonly #most: number;
  readonly #owners: Uint16Array;
  readonly #amounts: Int16Array;
  readonly #offline: Uint8Array;
  /** Of each token: which transactions it is to carry. */
  readonly #known: readonly Uint8Array[];
  #count = 0;

  constructor(tokens: number, most: number) {
    this.#most = most;
    this.#owners = new Uint16Array(most);
    this.#amounts = new Int16Array(most);
    this.#offline = new Uint8Array(most);
    this.#known = Array.from({ length: tokens }, () => new Uint8Array(most));
  }

  /** Makes a transaction of the token's; `offline`: its terminal writes it to the token and tells nobody. */
  add(token: number, offline: boolean, random: Random): Transaction {
    const number = this.#count++;
    if (number === this.#most) throw new RangeError('The reference has no room for more transactions');
    this.#owners[number] = token;
    this.#offline[number] = offline ? 1 : 0;
    this.#amounts[number] =
      isCents(number) && random.chance(0.6) ? -random.between(1, 20) : random.between(1, 50);
    this.#know(token)[number] = 1;
    return this.#transaction(number);
  }

  /** The token's last transaction that was made offline, which its terminal may post too; `null` for none. */
  lastOffline(token: number): Transaction | null {
    for (let number = this.#count - 1; number >= 0; number--)
      if (this.#owners[number] === token && this.#offline[number] === 1) return this.#transaction(number);
    return null;
  }

  /** From now on `to` carries all that `from` does. */
  share(from: number, to: number): void {
    const [giving, taking] = [this.#know(from), this.#know(to)];
    for (let number = 0; number < this.#count; number++) if (giving[number] === 1) taking[number] = 1;
  }

  /** Whether `token` is to carry something that `other` is not. */
  isAhead(token: number, other: number): boolean {
    const theirs = this.#know(other);
    return this.#know(token).some((known, number) => known === 1 && theirs[number] === 0);
  }

  balances(token: number): Balances {
    const known = this.#know(token);
    let { points, cents } = START;
    for (let number = 0; number < this.#count; number++) {
      if (known[number] === 0) continue;
      const amount = this.#amounts[number] ?? 0;
      if (isCents(number)) cents += amount;
      else points += amount;
    }
    return { points, cents };
  }

  /** Counters of the token's own transactions, in the order in which they were made. */
  counters(token: number): readonly number[] {
    const own: number[] = [];
    for (let number = 0; number < this.#count; number++)
      if (this.#owners[number] === token) own.push(counterOf(number));
    return own;
  }

  #know(token: number): Uint8Array {
    const known = this.#known[token];
    if (known === undefined) throw new RangeError('The reference has no room for more tokens');
    return known;
  }

  #transaction(number: number): Transaction {
    const amount = this.#amounts[number] ?? 0;
    const where = this.#offline[number] === 1 ? 'BUS' : 'MKT';
    return {
      terminal: `${where}-${number % TERMINALS}`,
      counter: counterOf(number),
      at: AT + number,
      programme: isCents(number) ? CENTS : POINTS,
      action: isCents(number) ? (amount < 0 ? 'spend' : 'topup') : 'earn',
      amount,
    };
  }
}

const isCents = (number: number): boolean => number % 3 === 0;
const counterOf = (number: number): number => number + 1;
