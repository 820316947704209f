import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { encodeImage } from '../../shared/image/codec.ts';
import { watermarkOfCut } from '../../shared/image/merge/history.ts';
import type { CardImage } from '../../shared/image/model.ts';

/** Bytes that COSE_Sign1 adds to the image at most: tag and heads 12, protected header 8, signature 66. */
export const envelopeBytes = (keyId: string): number => 86 + keyId.length;

/** More would lengthen every read of the token for the sake of its far past. */
export const RECENT_TRANSACTIONS = 32;

interface Limits {
  /** Transactions to list at most. */
  readonly recent: number;
  /** Bytes of the image without its signature. */
  readonly sizeOf: (image: CardImage) => number;
}
const encodedSize = (image: CardImage): number => encodeImage(image).length;

/**
 * The image with as many of its latest transactions as its slot has room for; the oldest go first.
 * Fails with `image-too-large` when the cells alone do not fit: value is never dropped.
 * @param capacity bytes that remain for the encoded image without its signature
 */
export function fitImage(
  image: CardImage,
  capacity: number,
  { recent = RECENT_TRANSACTIONS, sizeOf = encodedSize }: Partial<Limits> = {},
): Result<CardImage> {
  const keeping = (count: number): CardImage => {
    if (count === image.transactions.length) return image;
    const cut = { ...image, transactions: count === 0 ? [] : image.transactions.slice(-count) };
    // A merge must not take a list that was cut for a whole history.
    return { ...cut, watermark: watermarkOfCut(cut, RECENT_TRANSACTIONS) };
  };
  const fits = (count: number): boolean => sizeOf(keeping(count)) <= capacity;
  let low = 0;
  let high = Math.min(recent, image.transactions.length);
  if (!fits(low)) {
    const bytes = sizeOf(keeping(0));
    return fail(
      failure('image-too-large', `The cells need ${bytes} bytes, the slot has room for ${capacity}`),
    );
  }
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return ok(keeping(low));
}
