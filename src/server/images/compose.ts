import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { applyTransactions, type CouponCatalogue, type Problematic } from '../../shared/image/apply.ts';
import { mergeRecent, sortCells, watermarkOf } from '../../shared/image/canonical.ts';
import { type CardImage, type Cell, IMAGE_FORMAT, type Transaction } from '../../shared/image/model.ts';
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

function withoutExpired(cell: Cell, today: string): Cell {
  if (cell.kind !== 'coupons') return cell;
  const coupons = cell.payload.coupons.filter((c) => c.expiresOn === undefined || c.expiresOn >= today);
  return { ...cell, payload: { coupons } };
}

/**
 * The backup brought up to date: its cells plus every transaction of the ledger that they do not include yet.
 * Fails with `action-not-possible` when a programme is asked for that neither image holds, and with
 * `image-too-large` when the result does not fit the token's slot.
 */
export function composeImage(c: Composition): Result<Composed> {
  const inBasis = new Set(c.basis.image.cells.map((cell) => cell.programme));
  const inNewest = new Set(c.newest.image.cells.map((cell) => cell.programme));
  const unheld =
    c.programmes?.filter((programme) => !inBasis.has(programme) && !inNewest.has(programme)) ?? [];
  if (unheld.length > 0) return fail(failure('action-not-possible', `No backup holds ${unheld.join(', ')}`));
  // A programme that the backup does not know yet stays as it is: restoring must not take value away.
  const chosen = (programme: string): boolean =>
    c.programmes === undefined || (c.programmes.includes(programme) && inBasis.has(programme));
  const cells = [
    ...c.basis.image.cells.filter((cell) => chosen(cell.programme)),
    ...c.newest.image.cells.filter((cell) => !chosen(cell.programme)),
  ];
  const missing = c.ledger.filter(
    (entry) => !includes(chosen(entry.transaction.programme) ? c.basis : c.newest, entry),
  );
  const transactions = (earlier: boolean) =>
    missing
      .filter((entry) => (entry.includedSequence !== null) === earlier)
      .map((entry) => entry.transaction);
  // What an earlier image included keeps its place: a redemption that is new must not take the use it had.
  const again = applyTransactions(cells, transactions(true), c.catalogue);
  const fresh = applyTransactions(again.cells, transactions(false), c.catalogue);
  const applied = [...again.applied, ...fresh.applied];
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
      applied,
    ),
    cells: sortCells(fresh.cells.map((cell) => withoutExpired(cell, today))),
    transactions: mergeRecent(...sources.map((source) => source.transactions), applied),
  };
  const fitted = fitImage(image, c.capacity);
  if (!fitted.ok) return fitted;
  return ok({ image: fitted.value, added: applied, problems: [...again.problems, ...fresh.problems] });
}
