import { encodeImage } from '../codec.ts';
import type { CardImage } from '../model.ts';
import { watermarkOfCut } from './history.ts';
import { isOptOut } from './preferences.ts';
import type { Evictable } from './rules.ts';
import { type About, aboutCell, aboutItem, type ImageContent, type Merging, note } from './state.ts';
import { aboutTransaction } from './transactions.ts';

/** The schema's limits on one image (model.ts). */
const MAX = { transactions: 1000, coupons: 200, preferences: 100, cells: 64 } as const;

/** The head that takes the most bytes, so that the content fits whatever is written into it. */
const LARGEST_HEAD = {
  tokenId: 'f'.repeat(16),
  generation: 0xffff,
  sequence: 0xffff_ffff,
  capturedAt: 0xffff_ffff,
  source: 'merged',
  basedOn: 'f'.repeat(64),
} as const satisfies Partial<CardImage>;

/** Bytes that the content takes at most once it is an encoded image, without its signature. */
export const sizeOf = (content: ImageContent): number => encodeImage({ ...LARGEST_HEAD, ...content }).length;

/** What may go under one of the table's words, the first to go first. */
function candidates(content: ImageContent, what: Evictable, today: string): About[] {
  switch (what) {
    case 'transactions':
      return content.transactions.map(aboutTransaction);
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

function without(content: ImageContent, gone: ReadonlySet<string>): ImageContent {
  return {
    ...content,
    transactions: content.transactions.filter((t) => !gone.has(aboutTransaction(t).id)),
    cells: content.cells
      .filter((cell) => !gone.has(aboutCell(cell).id))
      .map((cell) => {
        if (cell.kind === 'coupons') {
          const coupons = cell.payload.coupons.filter((c) => !gone.has(aboutItem(cell, 'coupon', c.id).id));
          return { ...cell, payload: { coupons } };
        }
        if (cell.kind !== 'preferences') return cell;
        const entries = cell.payload.entries.filter(
          (p) => !gone.has(aboutItem(cell, 'preference', p.key).id),
        );
        return { ...cell, payload: { entries } };
      }),
  };
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
export function fit(m: Merging, whole: ImageContent, { cut, capacity }: Room): ImageContent | undefined {
  const fits = (c: ImageContent): boolean => withinLimits(c) && sizeOf(c) <= capacity;
  const marked = (c: ImageContent, isCut: boolean): ImageContent =>
    isCut ? { ...c, watermark: watermarkOfCut(c, m.rules.history.listsAtLeast) } : c;
  const content = marked(whole, cut);
  if (fits(content)) return content;
  const order = m.rules.evict.flatMap((what) => candidates(content, what, m.today));
  const after = (count: number): ImageContent => {
    const left = without(content, new Set(order.slice(0, count).map((about) => about.id)));
    return marked(left, cut || left.transactions.length < content.transactions.length);
  };
  let low = 0;
  let high = order.length;
  if (!fits(after(high))) {
    const reason = withinLimits(after(high)) ? 'too-large' : 'too-many';
    const about: About = { id: 'image size', entry: 'image', item: 'size' };
    note(m, about, 'both', ['conflict', 'capacity', reason]);
    m.conflicts.push({ ...about, reason, choices: [] });
    return undefined;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(after(middle))) high = middle;
    else low = middle + 1;
  }
  for (const about of order.slice(0, low)) {
    const from = m.entries.get(about.id)?.from ?? 'both';
    note(m, about, from, ['dropped', 'capacity', 'no-room']);
  }
  return after(low);
}
