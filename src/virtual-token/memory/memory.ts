import type { Store } from './store.ts';

/** What a page holds whose write was cut short. */
export type Remains = 'old' | 'new' | 'garbage';

/**
 * A cut in the middle of a write. `byte` counts, from 0, the bytes written since it was armed; the pages
 * before the one that holds this byte are written whole. In the torn page
 * `old` leaves the bytes before the cut new and the others as they were (memory written byte by byte),
 * `new` leaves the whole page written (the cut came just after it), and
 * `garbage` leaves the whole page undefined, its bytes outside the command's range too (erase and program).
 */
export interface Cut {
  byte: number;
  readonly remains: Remains;
}

/** A stretch of memory whose pages are counted from its beginning: a transparent file, or one record. */
export interface Region {
  readonly at: number;
  readonly length: number;
}

/** The token's non-volatile memory, written page by page. */
export class Memory {
  readonly bytes: Uint8Array;
  readonly pageSize: number;
  /** Page writes since the token was opened. */
  pageWrites = 0;
  cut: Cut | null = null;
  readonly #store: Store;

  constructor(bytes: Uint8Array, pageSize: number, store: Store) {
    this.bytes = bytes;
    this.pageSize = pageSize;
    this.#store = store;
  }

  /** Writes `data` at `offset` of `region`; `false` when an armed cut ended it, which uses the cut up. */
  write(region: Region, offset: number, data: Uint8Array): boolean {
    let done = 0;
    while (done < data.length) {
      const pageStart = Math.floor((offset + done) / this.pageSize) * this.pageSize;
      const part = data.subarray(done, Math.min(data.length, pageStart + this.pageSize - offset));
      if (this.cut !== null && this.cut.byte < part.length) {
        this.#tear(region, pageStart, offset + done, part, this.cut);
        this.cut = null;
        return false;
      }
      if (this.cut !== null) this.cut.byte -= part.length;
      this.#program(region.at + offset + done, part);
      done += part.length;
    }
    return true;
  }

  #program(at: number, part: Uint8Array): void {
    this.bytes.set(part, at);
    this.pageWrites++;
    this.#store.keep(at, part);
  }

  #tear(region: Region, pageStart: number, offset: number, part: Uint8Array, cut: Cut): void {
    if (cut.remains === 'garbage') {
      const length = Math.min(this.pageSize, region.length - pageStart);
      this.#program(region.at + pageStart, garbage(length, pageStart + cut.byte));
    } else {
      this.#program(region.at + offset, cut.remains === 'new' ? part : part.subarray(0, cut.byte));
    }
  }
}

/** Bytes that look like none that anybody wrote, the same ones for the same seed (xorshift32). */
function garbage(length: number, seed: number): Uint8Array {
  let x = (seed * 2_654_435_761 + 0x9e37_79b9) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x = (x ^ (x << 5)) >>> 0;
    return x & 0xff;
  });
}
