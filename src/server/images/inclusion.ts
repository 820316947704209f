import { byTime, transactionKey } from '../../shared/image/canonical.ts';
import type { CardImage, Transaction } from '../../shared/image/model.ts';

/**
 * Marks a transaction that is settled without being in any balance: it was part of content that a transfer replaced,
 * or a person left it out of a merge. It is never applied again.
 */
export const SETTLED = 0;

/** A transaction as the ledger keeps it. */
export interface LedgerEntry {
  readonly transaction: Transaction;
  /** The first image made here that includes it, or `SETTLED`; null until then. */
  readonly includedSequence: number | null;
  readonly problem: string | null;
}

/** An image of a token together with where it came from. */
export interface KnownImage {
  readonly image: CardImage;
  readonly origin: 'issued' | 'composed' | 'recorded';
}

/**
 * Whether the image's cells already contain the transaction.
 *
 * An image made here includes every transaction that was known when it was made, thus all those that an image
 * with the same or a lower sequence was the first to include. An image from elsewhere knows nothing of our
 * numbering and is taken at its word: it includes what it lists. Of what is older than its list, which holds the
 * latest only, it includes what is up to its watermark for the terminal, since terminals count upwards.
 */
export function includes({ image, origin }: KnownImage, entry: LedgerEntry): boolean {
  const { transaction: t } = entry;
  if (entry.includedSequence === SETTLED) return true;
  if (origin !== 'recorded')
    return entry.includedSequence !== null && entry.includedSequence <= image.sequence;
  const key = transactionKey(t);
  if (image.transactions.some((listed) => transactionKey(listed) === key)) return true;
  const listedWouldItBe = image.transactions.some((listed) => byTime(listed, t) < 0);
  if (listedWouldItBe || t.at > image.capturedAt) return false;
  const watermark = image.watermark[t.terminal];
  return watermark !== undefined && t.counter <= watermark;
}
