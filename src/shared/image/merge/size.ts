import { encodeImage } from '../codec.ts';
import type { CardImage, Transaction } from '../model.ts';
import type { ImageContent } from './state.ts';

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

/** Bytes of a CBOR head with this argument (RFC 8949, 3). */
const headSize = (n: number): number =>
  n < 24 ? 1 : n < 0x100 ? 2 : n < 0x1_0000 ? 3 : n < 0x1_0000_0000 ? 5 : 9;
const intSize = (n: number): number => headSize(n < 0 ? -1 - n : n);
/** Of ASCII, which names in transactions are. */
const textSize = (text: string): number => headSize(text.length) + text.length;

/** Bytes of one transaction in an image: an array of six or seven, its action's number below 24. */
const transactionSize = ({ terminal, counter, at, programme, amount, item }: Transaction): number =>
  2 +
  textSize(terminal) +
  intSize(counter) +
  intSize(at) +
  textSize(programme) +
  intSize(amount) +
  (item === undefined ? 0 : textSize(item));

/** Of a list of transactions, the size of each of its ends: without the first `n` of them. */
export function endSizes(transactions: readonly Transaction[]): (without: number) => number {
  const sizes = [0];
  for (const t of transactions.toReversed()) sizes.push((sizes.at(-1) ?? 0) + transactionSize(t));
  return (without) => {
    const left = Math.max(0, transactions.length - without);
    return headSize(left) + (sizes[left] ?? 0);
  };
}

/** Bytes of the content but for its list of transactions. */
export const restSize = (content: ImageContent): number =>
  sizeOf({ ...content, transactions: [] }) - headSize(0);
