import type { Cell, Transaction } from '../model.ts';
import { watermarkOfCut } from './history.ts';
import { isOptOut } from './preferences.ts';
import type { Evictable } from './rules.ts';
import { endSizes, restSize } from './size.ts';
import { type About, aboutCell, aboutItem, type ImageContent, type Merging, note } from './state.ts';
import { aboutTransaction } from './transactions.ts';

/** The schema's limits on one image (model.ts). */
const MAX = { transactions: 1000, coupons: 200, preferences: 100, cells: 64 } as const;

const isTransaction = (one: About | Transaction): one is Transaction => 'counter' in one;

/** What may go under one of the table's words, the first to go first. */
function candidates(content: ImageContent, what: Evictable, today: string): readonly (About | Transaction)[] {
  switch (what) {
    case 'transactions':
      return content.transactions;
    case 'preferences':
      return content.cells.flatMap((cell) =>
        cell.kind === 'preferences'
          ? cell.payload.entries
              .filter((p) => !isOptOut(p))
              .sort((a, b) => a.changedAt - b.changedAt)
              .map((p) => aboutItem(cell, 'preference', p.key))
          : [],
      );
    case 'expired-tickets':
      return content.cells
        .filter((c) => c.kind === 'ticket' && c.payload.validTo !== undefined && c.payload.validTo < today)
        .map(aboutCell);
    case 'used-coupons':
      return content.cells.flatMap((cell) =>
        cell.kind === 'coupons'
          ? cell.payload.coupons.filter((c) => c.usesLeft === 0).map((c) => aboutItem(cell, 'coupon', c.id))
          : [],
      );
  }
}

function without(cells: readonly Cell[], gone: ReadonlySet<string>): Cell[] {
  return cells
    .filter((cell) => !gone.has(aboutCell(cell).id))
    .map((cell) => {
      if (cell.kind === 'coupons') {
        const coupons = cell.payload.coupons.filter((c) => !gone.has(aboutItem(cell, 'coupon', c.id).id));
        return { ...cell, payload: { coupons } };
      }
      if (cell.kind !== 'preferences') return cell;
      const entries = cell.payload.entries.filter((p) => !gone.has(aboutItem(cell, 'preference', p.key).id));
      return { ...cell, payload: { entries } };
    });
}

const withinLimits = (content: ImageContent): boolean =>
  content.transactions.length <= MAX.transactions &&
  content.cells.length <= MAX.cells &&
  content.cells.every((cell) => {
    if (cell.kind === 'coupons') return cell.payload.coupons.length <= MAX.coupons;
    return cell.kind !== 'preferences' || cell.payload.entries.length <= MAX.preferences;
  });

export interface Room {
  /** Bytes for the encoded image without its signature. */
  readonly capacity: number;
  /** Whether the list of transactions lacks some that the balances include. */
  readonly cut: boolean;
}

/**
 * The content that fits, made by evicting as few as possible in the order that the rules declare; a conflict
 * where value would have to go. Independent of the order of the sides, but not of grouping: what an earlier merge
 * had to evict, a later one with more room cannot bring back.
 */
export function fit(m: Merging, content: ImageContent, { cut, capacity }: Room): ImageContent | undefined {
  const { listsAtLeast } = m.rules.history;
  const listSize = endSizes(content.transactions);
  const whole = cut ? { ...content, watermark: watermarkOfCut(content, listsAtLeast) } : content;
  if (withinLimits(whole) && restSize(whole) + listSize(0) <= capacity) return whole;
  const order = m.rules.evict.flatMap((what) => candidates(content, what, m.today));
  // The oldest transactions go first, so what goes of them is the beginning of their list.
  const listBegins = m.rules.evict.includes('transactions') ? order.findIndex(isTransaction) : -1;
  const transactionsIn = (count: number): number =>
    listBegins < 0 ? 0 : Math.min(Math.max(0, count - listBegins), content.transactions.length);

  const items = order.flatMap((one, n) => (isTransaction(one) ? [] : { id: one.id, n }));
  const restSizes = new Map<string, number>();

  const after = (count: number): ImageContent => {
    const listed = transactionsIn(count);
    const transactions = listed === 0 ? content.transactions : content.transactions.slice(listed);
    const gone = new Set(items.filter(({ n }) => n < count).map(({ id }) => id));
    const cells = gone.size === 0 ? content.cells : without(content.cells, gone);
    const left = { ...content, cells, transactions };
    return cut || listed > 0 ? { ...left, watermark: watermarkOfCut(left, listsAtLeast) } : left;
  };
  const fits = (count: number): boolean => {
    const left = after(count);
    if (!withinLimits(left)) return false;
    const listed = transactionsIn(count);
    // But for the list it is the same while the same items went and the watermark is marked alike.
    const key = `${count - listed} ${Object.keys(left.watermark).length}`;
    const rest = restSizes.get(key) ?? restSize(left);
    restSizes.set(key, rest);
    return rest + listSize(listed) <= capacity;
  };

  let low = 1;
  let high = order.length;
  if (!fits(high)) {
    const reason = withinLimits(after(high)) ? 'too-large' : 'too-many';
    const about: About = { id: 'image size', entry: 'image', item: 'size' };
    note(m, about, 'both', ['conflict', 'capacity', reason]);
    m.conflicts.push({ ...about, reason, choices: [] });
    return undefined;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  for (const one of order.slice(0, low)) {
    const about = isTransaction(one) ? aboutTransaction(one) : one;
    const from = m.entries.get(about.id)?.from ?? 'both';
    note(m, about, from, ['dropped', 'capacity', 'no-room']);
  }
  return after(low);
}
