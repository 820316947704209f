import type { CardImage, Transaction } from '../../shared/image/model.ts';
import { transactionKey } from './apply.ts';

/** A transaction as the ledger keeps it. */
export interface LedgerEntry {
  readonly transaction: Transaction;
  /** The first image made here that includes it; null until then. */
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
 * numbering: it includes the transactions that it lists, and those up to its watermark for the terminal, except
 * what a terminal dates after the image was made.
 */
export function includes({ image, origin }: KnownImage, entry: LedgerEntry): boolean {
  const { transaction: t } = entry;
  if (origin !== 'recorded')
    return entry.includedSequence !== null && entry.includedSequence <= image.sequence;
  const key = transactionKey(t);
  if (image.transactions.some((listed) => transactionKey(listed) === key)) return true;
  const watermark = image.watermark[t.terminal];
  return watermark !== undefined && t.counter <= watermark && t.at <= image.capturedAt;
}
