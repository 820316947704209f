import type { Cell } from '../model.ts';
import {
  type History,
  holds,
  isBeyond,
  type Keyed,
  reachesBack,
  sameTransaction,
  sharedUntil,
  targetIn,
} from './history.ts';
import type { Reason } from './report.ts';
import type { Three } from './state.ts';
import type { Contested } from './transactions.ts';

export type ValueCell = Extract<Cell, { kind: 'points' | 'purse' }>;

/** One side of a value cell: its balance, and what the image shows of how it came about. */
export interface Account {
  readonly balance: number;
  readonly key: string;
  readonly history: History;
  /** The image's cells, by which a transaction finds its cell. */
  readonly cells: ReadonlySet<string>;
}

/** A sum that is exact, or NaN, which equals nothing: beyond 2^53 no cent may be rounded away. */
export const add = (a: number, b: number): number => (Number.isSafeInteger(a + b) ? a + b : Number.NaN);

const listedIn = ({ history, key }: Account): readonly Keyed[] => history.byCell.get(key) ?? [];

/** Whether `to` put the transaction into another cell: then the two cells are not the same account. */
function elsewhere([key, t]: Keyed, to: Account): boolean {
  const other = to.history.listed.get(key);
  return other !== undefined && sameTransaction(t, other) && targetIn(to.cells, other) !== to.key;
}

interface Knowledge {
  /** The base that the other side comes from: what it lists is there, even where a list was cut. */
  readonly past?: Account | undefined;
  /** The time before which everything is on both sides. */
  readonly shared?: number;
  /** Take nothing for missing because of its date. */
  readonly strict?: boolean;
}

/** Sum of what `from` lists and `to` does not include; `undefined` when that cannot be told. */
function missing(from: Account, to: Account, { past, shared, strict }: Knowledge = {}): number | undefined {
  let sum = 0;
  for (const keyed of listedIn(from)) {
    const [key, t] = keyed;
    if (past?.history.listed.has(key)) continue;
    const held = holds(to.history, keyed, shared);
    if (held === 'unknown' || elsewhere(keyed, to)) return undefined;
    if (held === 'in') continue;
    if (strict && !isBeyond(to.history, t)) return undefined;
    sum = add(sum, t.amount);
  }
  return sum;
}

/** What a side's balance gains or loses by the settled bodies of transactions that it lists with another one. */
export function correction(
  side: 'first' | 'second',
  account: Account,
  contested: readonly Contested[],
): number {
  let sum = 0;
  for (const c of contested) {
    if (c.chosen === undefined) continue;
    if (targetIn(account.cells, c[side]) === account.key) sum = add(sum, -c[side].amount);
    if (targetIn(account.cells, c.chosen) === account.key) sum = add(sum, c.chosen.amount);
  }
  return sum;
}

/** Whether the side's listed transactions account for all of its change since the base; the sum is its change. */
function explained(side: Account, base: Account): boolean {
  const sum = missing(side, base);
  return sum !== undefined && add(base.balance, sum) === side.balance;
}

export type Combined = { readonly balance: number } | { readonly reason: Reason };

/**
 * Base plus the union of deltas, where the base is known. A side whose change is accounted for can be added to
 * the other one even where that one's own list was cut: the other's balance has its part of the union already.
 */
function threeWay(
  { base, first, second }: Three<Account> & { readonly base: Account },
  fix: readonly [number, number],
  clocksWithin: number,
): { readonly balance: number } | undefined {
  const firstExplained = explained(first, base);
  const secondExplained = explained(second, base);
  const onto = (side: Account, from: Account, correct: number, sideExplained: boolean) => {
    // An unexplained change is believed only where a cut list is its reason, and the other list has no gap.
    if (!sideExplained && (side.history.complete || !reachesBack(from.history, base.history, clocksWithin)))
      return undefined;
    const sum = missing(from, side, { past: base, strict: !sideExplained });
    return sum === undefined ? undefined : add(add(side.balance, sum), correct);
  };
  const a = secondExplained ? onto(first, second, fix[0], firstExplained) : undefined;
  const b = firstExplained ? onto(second, first, fix[1], secondExplained) : undefined;
  if (firstExplained && secondExplained && !Object.is(a, b)) return undefined;
  const balance = a ?? b;
  return balance === undefined ? undefined : { balance };
}

/** The common base is what remains of each balance without what only its own side lists; it must be one. */
function twoWay(
  first: Account,
  second: Account,
  fix: readonly [number, number],
  clocksWithin: number,
): Combined {
  const shared = sharedUntil(first.history, second.history, clocksWithin);
  if (shared === undefined) return { reason: 'histories-cut' };
  const onlySecond = missing(second, first, { shared });
  const onlyFirst = missing(first, second, { shared });
  if (onlyFirst === undefined || onlySecond === undefined) return { reason: 'histories-cut' };
  const a = add(add(first.balance, onlySecond), fix[0]);
  const b = add(add(second.balance, onlyFirst), fix[1]);
  if (Number.isNaN(a) || Number.isNaN(b)) return { reason: 'out-of-range' };
  return a === b ? { balance: a } : { reason: 'bases-differ' };
}

/**
 * The balance that both devices' transactions make together, each counted once: never the last one written,
 * the higher one or the sum of two. Idempotent and independent of order. Of grouping it is independent where
 * every grouping is decided; a merge in the middle can leave less to reason from and so ask a person, and then
 * which pair came first does matter. It never decides differently.
 */
export function combine(
  { base, first, second }: Three<Account>,
  contested: readonly Contested[],
  clocksWithin: number,
): Combined {
  const fix = [correction('first', first, contested), correction('second', second, contested)] as const;
  if (base === undefined) return twoWay(first, second, fix, clocksWithin);
  const combined = threeWay({ base, first, second }, fix, clocksWithin);
  // No second attempt without the base: a base that does not account for either side is no proof of another one.
  if (combined === undefined)
    return { reason: first.history.complete && second.history.complete ? 'bases-differ' : 'histories-cut' };
  return Number.isNaN(combined.balance) ? { reason: 'out-of-range' } : combined;
}
