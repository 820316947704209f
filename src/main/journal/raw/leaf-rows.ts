/**
 * Rows in the leaves of a database's tables, read without its header, its schema and its trees, which may be damaged
 * (sqlite.org/fileformat2.html, sections 1.6 and 2).
 */

/** The leaf of a table. */
const LEAF = 0x0d;
const LEAF_HEADER = 8;
const NEXT_PAGE_BYTES = 4;

export type Value = null | number | bigint | string | Uint8Array;
export interface LeafRow {
  readonly rowid: number;
  readonly values: readonly Value[];
}

/** Page `number`, from 1; an empty one where there is none. */
export type PageAt = (number: number) => Uint8Array;

const text = new TextDecoder('utf-8', { fatal: true });

/** Reads from the front of some bytes; throws a `RangeError` where they end too early. */
class Cursor {
  readonly #bytes: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  varint(): number {
    let value = 0n;
    for (let n = 0; n < 8; n++) {
      const byte = this.#bytes.getUint8(this.at++);
      value = (value << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) return Number(value);
    }
    return Number(BigInt.asIntN(64, (value << 8n) | BigInt(this.#bytes.getUint8(this.at++))));
  }

  integer(length: number): number | bigint {
    let value = 0n;
    for (let n = 0; n < length; n++) value = (value << 8n) | BigInt(this.#bytes.getUint8(this.at++));
    const signed = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  float(): number {
    this.at += 8;
    return this.#bytes.getFloat64(this.at - 8);
  }

  take(length: number): Uint8Array {
    if (length < 0 || this.at + length > this.#bytes.byteLength) throw new RangeError('It ends too early');
    this.at += length;
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.at - length, length);
  }
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8] as const;

function columnOf(type: number, body: Cursor): Value {
  if (type === 0) return null;
  const bytes = INTEGER_BYTES[type];
  if (bytes !== undefined) return body.integer(bytes);
  if (type === 7) return body.float();
  if (type === 8 || type === 9) return type - 8;
  if (type < 12) throw new RangeError('There is no such type');
  const content = body.take(Math.floor((type - 12) / 2));
  return type % 2 === 0 ? content.slice() : text.decode(content);
}

function recordOf(payload: Uint8Array): readonly Value[] {
  const head = new Cursor(payload);
  const headerBytes = head.varint();
  const body = new Cursor(payload, headerBytes);
  const values: Value[] = [];
  while (head.at < headerBytes) values.push(columnOf(head.varint(), body));
  return values;
}

/** A row that is too long for its leaf goes on in a chain of pages. */
function payloadOf(cell: Cursor, length: number, pageSize: number, pageAt: PageAt): Uint8Array {
  const most = pageSize - 35;
  if (length <= most) return cell.take(length);
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (pageSize - NEXT_PAGE_BYTES));
  const parts = [cell.take(fitting <= most ? fitting : least)];
  let missing = length - (parts[0]?.length ?? 0);
  let next = Number(cell.integer(NEXT_PAGE_BYTES));
  while (missing > 0) {
    const page = new Cursor(pageAt(next));
    next = Number(page.integer(NEXT_PAGE_BYTES));
    const part = page.take(Math.min(missing, pageSize - NEXT_PAGE_BYTES));
    parts.push(part);
    missing -= part.length;
  }
  return new Uint8Array(Buffer.concat(parts));
}

function rowAt(page: Uint8Array, at: number, pageAt: PageAt): LeafRow | null {
  try {
    const cell = new Cursor(page, at);
    const length = cell.varint();
    const rowid = cell.varint();
    return { rowid, values: recordOf(payloadOf(cell, length, page.length, pageAt)) };
  } catch (error) {
    // Where a page is damaged its lengths point anywhere, and its text is none.
    if (error instanceof RangeError || (error instanceof TypeError && 'code' in error)) return null;
    throw error;
  }
}

/** All rows that can still be made out on this page, if it is the leaf of a table. */
export function rowsOf(page: Uint8Array, pageAt: PageAt): LeafRow[] {
  if (page[0] !== LEAF) return [];
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const cells = Math.min(view.getUint16(3), Math.floor((page.length - LEAF_HEADER) / 2));
  const rows: LeafRow[] = [];
  for (let n = 0; n < cells; n++) {
    const row = rowAt(page, view.getUint16(LEAF_HEADER + 2 * n), pageAt);
    if (row !== null) rows.push(row);
  }
  return rows;
}
