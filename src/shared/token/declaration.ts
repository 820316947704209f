import type { Failure } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import { fail, ok, type Result } from '../contract/result.ts';

/** How a file is organised (ISO 7816-4, 7.3 and 7.4). */
export type Structure = 'transparent' | 'linear-fixed' | 'cyclic';

/**
 * One elementary file of the native token, declared once: readers, writers, the software token and
 * the tests all go by this. `size` is the file's, or with records one record's, length in bytes.
 */
export interface FileDeclaration<T> {
  readonly name: string;
  /** File identifier (ISO 7816-4, 7.3.2). */
  readonly id: number;
  /** Short EF identifier, 1 to 30. */
  readonly sfi: number;
  readonly structure: Structure;
  /** `undefined` where each token says it itself: the slots. */
  readonly size: number | undefined;
  readonly records?: number;
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): Result<T>;
  /** Value and bytes (hex) as an independent implementation must produce and accept them. */
  readonly vectors: readonly { readonly value: T; readonly hex: string }[];
}

export const damaged = (detail: string): Result<never, Failure> => fail(failure('token-damaged', detail));
export const layoutUnknown = (detail: string): Result<never, Failure> =>
  fail(failure('token-layout-unknown', detail));

/** Reads big-endian fields one after the other. */
export class FieldReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(length: number): number {
    const at = this.#offset;
    this.#offset += length;
    return at;
  }

  u8 = (): number => this.#view.getUint8(this.#take(1));
  u16 = (): number => this.#view.getUint16(this.#take(2));
  u32 = (): number => this.#view.getUint32(this.#take(4));
  i64 = (): bigint => this.#view.getBigInt64(this.#take(8));
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.slice(at, at + length);
  }

  /** Printable ASCII padded with NUL; anything else is damage. */
  ascii(length: number): Result<string> {
    const field = this.bytes(length);
    const end = field.indexOf(0);
    const used = end < 0 ? field : field.subarray(0, end);
    if (used.some((b) => b < 0x21 || b > 0x7e) || (end >= 0 && field.subarray(end).some((b) => b !== 0)))
      return damaged('text field is not ASCII padded with NUL');
    return ok(String.fromCharCode(...used));
  }
}

/** Writes big-endian fields one after the other into a file of a given size. */
export class FieldWriter {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  #put(length: number): number {
    const at = this.#offset;
    this.#offset += length;
    return at;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#put(1), value);
    return this;
  }
  u16(value: number): this {
    this.#view.setUint16(this.#put(2), value);
    return this;
  }
  u32(value: number): this {
    this.#view.setUint32(this.#put(4), value);
    return this;
  }
  i64(value: bigint): this {
    this.#view.setBigInt64(this.#put(8), value);
    return this;
  }
  raw(value: Uint8Array): this {
    this.bytes.set(value, this.#put(value.length));
    return this;
  }
  ascii(value: string, length: number): this {
    if (value.length > length) throw new RangeError(`"${value}" is longer than ${length} bytes`);
    const at = this.#put(length);
    for (let i = 0; i < value.length; i++) this.#view.setUint8(at + i, value.charCodeAt(i));
    return this;
  }
}
