import { KIND_CODES } from './cell-codec.ts';
import type { Cell, Transaction } from './model.ts';

/** Names a transaction: the same terminal and counter are the same transaction, wherever it is met. */
export const transactionKey = (t: Pick<Transaction, 'terminal' | 'counter'>): string =>
  `${t.terminal} ${t.counter}`;

/** By the terminals' clocks; terminal and counter settle a tie, so the order is the same everywhere. */
export const byTime = (a: Transaction, b: Transaction): number =>
  a.at - b.at || (a.terminal < b.terminal ? -1 : a.terminal > b.terminal ? 1 : a.counter - b.counter);

/** The number of the cell's kind on the token. */
export const codeOf = (cell: Cell): number => (cell.kind === 'opaque' ? cell.code : KIND_CODES[cell.kind]);

/** The order that images have their cells in: by programme, then by the kind's number. */
export const sortCells = (cells: readonly Cell[]): Cell[] =>
  [...cells].sort((a, b) =>
    a.programme === b.programme ? codeOf(a) - codeOf(b) : a.programme < b.programme ? -1 : 1,
  );

/** Per terminal the highest counter, over all of the watermarks and transactions. */
export function watermarkOf(
  watermarks: readonly Readonly<Record<string, number>>[],
  transactions: readonly Transaction[],
): Record<string, number> {
  // A map, since a terminal may be called as a property that every object has.
  const merged = new Map<string, number>();
  const raise = (terminal: string, counter: number) => {
    merged.set(terminal, Math.max(merged.get(terminal) ?? 0, counter));
  };
  for (const watermark of watermarks)
    for (const [terminal, counter] of Object.entries(watermark)) raise(terminal, counter);
  for (const t of transactions) raise(t.terminal, t.counter);
  return Object.fromEntries(merged);
}

/** Each once, in the order of time. */
export function mergeRecent(...lists: readonly (readonly Transaction[])[]): Transaction[] {
  const byKey = new Map(lists.flat().map((t) => [transactionKey(t), t]));
  return [...byKey.values()].sort(byTime);
}
