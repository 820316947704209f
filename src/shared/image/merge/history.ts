import { kindsFor } from '../apply.ts';
import { byTime, transactionKey, watermarkOf } from '../canonical.ts';
import { KIND_CODES } from '../cell-codec.ts';
import type { Transaction } from '../model.ts';
import type { ImageContent } from './state.ts';

/**
 * In a watermark, a terminal of this name says that the image's list of transactions was cut although it is short
 * (docs/token-format.md). Without it, a list cut for want of room would pass for a whole history.
 */
const CUT_MARK = '*';

export const sameTransaction = (a: Transaction, b: Transaction): boolean =>
  a.at === b.at &&
  a.programme === b.programme &&
  a.action === b.action &&
  a.amount === b.amount &&
  a.item === b.item;

/** A transaction with its key. */
export type Keyed = readonly [key: string, transaction: Transaction];

/** What an image shows of the transactions that its balances include. */
export interface History {
  readonly listed: ReadonlyMap<string, Transaction>;
  /** The listed transactions by the cell that they changed. */
  readonly byCell: ReadonlyMap<string, readonly Keyed[]>;
  readonly watermark: ReadonlyMap<string, number>;
  readonly oldest: Transaction | undefined;
  /** Whether nothing was cut off the list. */
  readonly complete: boolean;
  /** Keys that this one image lists with two bodies; the first of them is taken. */
  readonly twice: readonly string[];
}

/** The cell of this image that the transaction changes; `undefined` when there is none for it. */
export function targetIn(cells: ReadonlySet<string>, t: Transaction): string | undefined {
  for (const kind of kindsFor(t)) {
    if (kind === 'opaque') continue;
    const key = `${t.programme} ${KIND_CODES[kind]}`;
    if (cells.has(key)) return key;
  }
  return undefined;
}

/** A list shorter than any that was cut, with the latest of each terminal, has all of them. */
const showsAll = (
  watermark: ReadonlyMap<string, number>,
  listed: ReadonlyMap<string, unknown>,
  listsAtLeast: number,
): boolean =>
  listed.size < listsAtLeast &&
  [...watermark].every(([terminal, counter]) => listed.has(transactionKey({ terminal, counter })));

/** The watermark of an image whose list was cut: marked where, and only where, it would pass for a whole history. */
export function watermarkOfCut(
  { watermark, transactions }: Pick<ImageContent, 'watermark' | 'transactions'>,
  listsAtLeast: number,
): Record<string, number> {
  const unmarked = new Map(Object.entries(watermark));
  unmarked.delete(CUT_MARK);
  const short = transactions.slice(0, listsAtLeast);
  const listed = new Map(short.map((t) => [transactionKey(t), t]));
  if (showsAll(unmarked, listed, listsAtLeast)) unmarked.set(CUT_MARK, 0);
  return Object.fromEntries(unmarked);
}

export function historyOf(image: ImageContent, cells: ReadonlySet<string>, listsAtLeast: number): History {
  const listed = new Map<string, Transaction>();
  const byCell = new Map<string, Keyed[]>();
  const twice: string[] = [];
  let oldest: Transaction | undefined;
  for (const t of image.transactions) {
    const key = transactionKey(t);
    const before = listed.get(key);
    if (before !== undefined) {
      if (!sameTransaction(before, t)) twice.push(key);
      continue;
    }
    listed.set(key, t);
    if (oldest === undefined || byTime(t, oldest) < 0) oldest = t;
    const target = targetIn(cells, t);
    if (target === undefined) continue;
    const group = byCell.get(target);
    if (group === undefined) byCell.set(target, [[key, t]]);
    else group.push([key, t]);
  }
  // An image includes what it lists, whatever watermark it was given.
  const watermark = new Map(Object.entries(watermarkOf([image.watermark], image.transactions)));
  const complete = !watermark.delete(CUT_MARK) && showsAll(watermark, listed, listsAtLeast);
  return { listed, byCell, watermark, oldest, complete, twice };
}

/** Beyond the watermark nothing is included, whatever was cut off the list and whatever the clocks say. */
export const isBeyond = (history: History, t: Transaction): boolean =>
  t.counter > (history.watermark.get(t.terminal) ?? -1);

/**
 * Whether the image's balances include the transaction. A watermark alone cannot say yes: the other device may
 * have been at the same terminal in between. `unknown` is what may have been cut off the list.
 * @param shared the time before which everything happened to both images, in seconds
 */
export function holds(history: History, [key, t]: Keyed, shared = -Infinity): 'in' | 'out' | 'unknown' {
  if (history.listed.has(key)) return 'in';
  if (isBeyond(history, t) || history.complete) return 'out';
  // The list is the latest of what is included, so it would have what is later than its oldest.
  const wouldBeListed = history.oldest !== undefined && byTime(history.oldest, t) < 0;
  // What should be on both sides and is not was booked late, as that of a lost device is when it is found.
  if (t.at < shared) return wouldBeListed ? 'unknown' : 'in';
  return wouldBeListed ? 'out' : 'unknown';
}

const latestIsListed = (of: History, other: History): boolean =>
  [...of.watermark].every(
    ([terminal, counter]) =>
      counter <= (other.watermark.get(terminal) ?? -1) ||
      of.listed.has(transactionKey({ terminal, counter })),
  );

const sameWatermark = (a: History, b: History): boolean =>
  a.watermark.size === b.watermark.size &&
  [...a.watermark].every(([terminal, counter]) => b.watermark.get(terminal) === counter);

/**
 * The time before which all that happened is in both images; `undefined` when something that is in one of them
 * only may have been cut off its list. Equal bases alone prove nothing: each side may have lost sight of a
 * purchase of the same price.
 *
 * With equal watermarks neither has anything of its own, since of any terminal the last transaction is the same.
 * A transaction that both list happened before the devices parted, and so did all that is earlier by more than
 * clocks differ. A list that reaches back beyond that, or was never cut, has all that its device did alone.
 */
export function sharedUntil(a: History, b: History, clocksWithin: number): number | undefined {
  if (sameWatermark(a, b)) return Infinity;
  let latest = -Infinity;
  for (const [key, t] of a.listed) if (b.listed.has(key)) latest = Math.max(latest, t.at);
  const shared = latest - clocksWithin;
  const reachesBack = (h: History) => h.complete || (h.oldest !== undefined && h.oldest.at < shared);
  return reachesBack(a) && reachesBack(b) && latestIsListed(a, b) && latestIsListed(b, a)
    ? shared
    : undefined;
}

/**
 * Whether the list has all that happened since the base: it was never cut, or goes back to what the base has, by
 * more than clocks differ. A list that adds up may still hide a purchase and its refund.
 */
export function reachesBack(history: History, base: History, clocksWithin: number): boolean {
  let latest = -Infinity;
  for (const t of base.listed.values()) latest = Math.max(latest, t.at);
  return history.complete || (history.oldest !== undefined && history.oldest.at <= latest - clocksWithin);
}

/** Whether an image can have come from the base: no terminal's counter ever goes back. */
export const descends = (history: History, base: History): boolean =>
  [...base.watermark].every(([terminal, counter]) => (history.watermark.get(terminal) ?? -1) >= counter);
