import { ok, type Result } from '../../shared/contract/result.ts';
import { KIND_CODES } from '../../shared/image/cell-codec.ts';
import { type CardImage, type Cell, IMAGE_FORMAT, type Transaction } from '../../shared/image/model.ts';
import {
  applyTransactions,
  byTime,
  type CouponCatalogue,
  type Problematic,
  transactionKey,
} from './apply.ts';
import { fitImage } from './fit.ts';
import { includes, type KnownImage, type LedgerEntry } from './inclusion.ts';

export interface Composition {
  /** The chosen backup, with its digest. */
  readonly basis: KnownImage & { readonly digest: string };
  /** Where the cells come from that the backup is not to supply. */
  readonly newest: KnownImage;
  readonly programmes: readonly string[] | undefined;
  readonly ledger: readonly LedgerEntry[];
  readonly catalogue: CouponCatalogue;
  readonly sequence: number;
  readonly generation: number;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly capturedAt: number;
  /** Bytes for the encoded image without its signature. */
  readonly capacity: number;
}

export interface Composed {
  readonly image: CardImage;
  /** Transactions that were added to the cells of the backup. */
  readonly added: readonly Transaction[];
  readonly problems: readonly Problematic[];
}

const codeOf = (cell: Cell): number => (cell.kind === 'opaque' ? cell.code : KIND_CODES[cell.kind]);

/** The order that images have their cells in: by programme, then by the kind's number. */
export const sortCells = (cells: readonly Cell[]): Cell[] =>
  [...cells].sort((a, b) =>
    a.programme === b.programme ? codeOf(a) - codeOf(b) : a.programme < b.programme ? -1 : 1,
  );

function withoutExpired(cell: Cell, today: string): Cell {
  if (cell.kind !== 'coupons') return cell;
  const coupons = cell.payload.coupons.filter((c) => c.expiresOn === undefined || c.expiresOn >= today);
  return { ...cell, payload: { coupons } };
}

/** Per terminal the highest counter, over all of the watermarks and transactions. */
export function watermarkOf(
  watermarks: readonly Readonly<Record<string, number>>[],
  transactions: readonly Transaction[],
): Record<string, number> {
  const merged: Record<string, number> = {};
  const raise = (terminal: string, counter: number) => {
    merged[terminal] = Math.max(merged[terminal] ?? 0, counter);
  };
  for (const watermark of watermarks)
    for (const [terminal, counter] of Object.entries(watermark)) raise(terminal, counter);
  for (const t of transactions) raise(t.terminal, t.counter);
  return merged;
}

/** Each once, in the order of time. */
export function mergeRecent(...lists: readonly (readonly Transaction[])[]): Transaction[] {
  const byKey = new Map(lists.flat().map((t) => [transactionKey(t), t]));
  return [...byKey.values()].sort(byTime);
}

/**
 * The backup brought up to date: its cells plus every transaction of the ledger that they do not include yet.
 * Fails with `image-too-large` when that does not fit the token's slot.
 */
export function composeImage(c: Composition): Result<Composed> {
  const inBasis = new Set(c.basis.image.cells.map((cell) => cell.programme));
  // A programme that the backup does not know yet stays as it is: restoring must not take value away.
  const chosen = (programme: string): boolean =>
    c.programmes === undefined || (c.programmes.includes(programme) && inBasis.has(programme));
  const cells = [
    ...c.basis.image.cells.filter((cell) => chosen(cell.programme)),
    ...c.newest.image.cells.filter((cell) => !chosen(cell.programme)),
  ];
  const missing = c.ledger
    .filter((entry) => !includes(chosen(entry.transaction.programme) ? c.basis : c.newest, entry))
    .map((entry) => entry.transaction);
  const result = applyTransactions(cells, missing, c.catalogue);
  const today = new Date(c.capturedAt * 1000).toISOString().slice(0, 10);
  const sources = c.programmes === undefined ? [c.basis.image] : [c.basis.image, c.newest.image];
  const image: CardImage = {
    format: IMAGE_FORMAT,
    tokenId: c.basis.image.tokenId,
    accountRef: c.basis.image.accountRef,
    issuer: c.basis.image.issuer,
    generation: c.generation,
    sequence: c.sequence,
    capturedAt: c.capturedAt,
    source: 'composed',
    basedOn: c.basis.digest,
    watermark: watermarkOf(
      sources.map((source) => source.watermark),
      result.applied,
    ),
    cells: sortCells(result.cells.map((cell) => withoutExpired(cell, today))),
    transactions: mergeRecent(...sources.map((source) => source.transactions), result.applied),
  };
  const fitted = fitImage(image, c.capacity);
  if (!fitted.ok) return fitted;
  return ok({ image: fitted.value, added: result.applied, problems: result.problems });
}
