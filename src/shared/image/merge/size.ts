import { codeOf } from '../canonical.ts';
import type { Cell, Transaction } from '../model.ts';
import type { ImageContent } from './state.ts';

/** Bytes of a CBOR head with this argument (RFC 8949, 3). */
const headSize = (n: number): number =>
  n < 24 ? 1 : n < 0x100 ? 2 : n < 0x1_0000 ? 3 : n < 0x1_0000_0000 ? 5 : 9;

const intSize = (n: number): number => headSize(n < 0 ? -1 - n : n);

/** Bytes that are counted instead of made: a size is asked for often while room is made. */
function utf8Size(text: string): number {
  let size = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return size;
}

function valueSize(value: number | string | boolean): number {
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return intSize(value);
  const size = utf8Size(value);
  return headSize(size) + size;
}

/** A map of fewer than 24 fields with small keys, each only where it has a value. */
function fieldsSize(...values: readonly (number | string | boolean | undefined)[]): number {
  let size = 1;
  for (const value of values) if (value !== undefined) size += 1 + valueSize(value);
  return size;
}

function listSize<T>(list: readonly T[], each: (item: T) => number): number {
  let size = headSize(list.length);
  for (const item of list) size += each(item);
  return size;
}

function payloadSize(cell: Cell): number {
  switch (cell.kind) {
    case 'points':
      return fieldsSize(cell.payload.balance, cell.payload.label);
    case 'purse':
      return fieldsSize(cell.payload.balance, cell.payload.currency);
    case 'coupons':
      return listSize(cell.payload.coupons, (c) => fieldsSize(c.id, c.title, c.usesLeft, c.expiresOn));
    case 'ticket': {
      const { title, reference, validFrom, validTo, detail } = cell.payload;
      return fieldsSize(title, reference, validFrom, validTo, detail);
    }
    case 'membership':
      return fieldsSize(cell.payload.level, cell.payload.memberNo, cell.payload.since);
    case 'preferences':
      return listSize(cell.payload.entries, (p) => fieldsSize(p.key, p.value, p.changedAt));
    case 'opaque':
      return cell.payload.bytes.length;
  }
}

function cellSize(cell: Cell): number {
  const payload = payloadSize(cell);
  const head = fieldsSize(cell.programme, cell.owner, codeOf(cell), cell.version, cell.expiresOn);
  return head + 1 + headSize(payload) + payload;
}

/** An array of six or seven, its action's number below 24. */
const transactionSize = ({ terminal, counter, at, programme, amount, item }: Transaction): number =>
  2 +
  valueSize(terminal) +
  intSize(counter) +
  intSize(at) +
  valueSize(programme) +
  intSize(amount) +
  (item === undefined ? 0 : valueSize(item));

/**
 * An image's map and its keys, and the largest head: a token's id of eight bytes, a digest of 32, two integers of
 * 32 bits and one of 16, format and source.
 */
const LARGEST_HEAD = 1 + 12 + (1 + 8) + (2 + 32) + 5 + 5 + 3 + 1 + 1;

/** Bytes of the content but for its list of transactions. */
export function restSize({ accountRef, issuer, watermark, cells }: ImageContent): number {
  const terminals = Object.entries(watermark);
  return (
    LARGEST_HEAD +
    valueSize(accountRef) +
    valueSize(issuer) +
    listSize(terminals, ([terminal, counter]) => valueSize(terminal) + intSize(counter)) +
    listSize(cells, cellSize)
  );
}

/** Of a list of transactions, the size of each of its ends: without the first `n` of them. */
export function endSizes(transactions: readonly Transaction[]): (without: number) => number {
  const sizes = new Uint32Array(transactions.length + 1);
  for (let n = transactions.length - 1; n >= 0; n--) {
    const t = transactions[n];
    sizes[n] = (sizes[n + 1] ?? 0) + (t === undefined ? 0 : transactionSize(t));
  }
  return (without) => headSize(Math.max(0, transactions.length - without)) + (sizes[without] ?? 0);
}

/** Bytes that the content takes at most once it is an encoded image, whatever its head, without its signature. */
export const sizeOf = (content: ImageContent): number =>
  restSize(content) + listSize(content.transactions, transactionSize);
