/** SQLite's write-ahead log, read without SQLite (sqlite.org/fileformat2.html, section 4): for logs that are damaged. */

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit says that checksums are made of big-endian words. */
const MAGIC = 0x377f0682;

type Sums = readonly [number, number];

/** Fibonacci-weighted sums of pairs of words, from where `before` left off. */
function sumsOf(bytes: DataView, from: number, length: number, isBig: boolean, [a, b]: Sums): Sums {
  let [first, second] = [a, b];
  for (let at = from; at < from + length; at += 8) {
    first = (first + bytes.getUint32(at, !isBig) + second) >>> 0;
    second = (second + bytes.getUint32(at + 4, !isBig) + first) >>> 0;
  }
  return [first, second];
}

const pairAt = (bytes: DataView, at: number): Sums => [bytes.getUint32(at), bytes.getUint32(at + 4)];
const isSame = (a: Sums, b: Sums): boolean => a[0] === b[0] && a[1] === b[1];

export interface LoggedPage {
  /** From 1. */
  readonly page: number;
  readonly bytes: Uint8Array;
}

export interface Log {
  /**
   * Whole frames of this log, oldest first, those behind a damaged one included; without those of a transaction at the
   * end that was not committed.
   */
  readonly pages: readonly LoggedPage[];
  /** Whether a whole frame follows one that is not: SQLite would forget it, and all that was committed in it. */
  readonly hasGap: boolean;
}

/** A frame is whole when its checksum follows from what the frame before it says of itself. */
function framesOf(bytes: DataView, pageSize: number, isBig: boolean): Log {
  const isHeaded =
    bytes.getUint32(0) === MAGIC + Number(isBig) &&
    isSame(sumsOf(bytes, 0, 24, isBig, [0, 0]), pairAt(bytes, 24));
  // Each frame has the header's salt as well.
  const salt = pairAt(bytes, isHeaded ? 16 : HEADER + 8);
  const pages: LoggedPage[] = [];
  let committed = 0;
  let before = pairAt(bytes, 24);
  let isBroken = !isHeaded;
  let hasGap = false;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= bytes.byteLength; at += FRAME_HEADER + pageSize) {
    const own = pairAt(bytes, at + 16);
    const start = at + FRAME_HEADER;
    const sums = sumsOf(bytes, start, pageSize, isBig, sumsOf(bytes, at, 8, isBig, before));
    // Frames with another salt are what an earlier log left in the file.
    const isWhole = isSame(pairAt(bytes, at + 8), salt) && isSame(sums, own);
    if (isWhole)
      pages.push({
        page: bytes.getUint32(at),
        bytes: new Uint8Array(bytes.buffer, bytes.byteOffset + start, pageSize),
      });
    // The last frame of a transaction says how many pages the database has then.
    if (isWhole && bytes.getUint32(at + 4) > 0) committed = pages.length;
    if (isWhole && isBroken) hasGap = true;
    if (!isWhole) isBroken = true;
    before = own;
  }
  return { pages: pages.slice(0, committed), hasGap };
}

/** Reads the log, in whichever order of bytes its checksums hold: where the header is damaged it may say the wrong one. */
export function readLog(file: Uint8Array, pageSize: number): Log {
  if (file.length < HEADER + FRAME_HEADER + pageSize) return { pages: [], hasGap: false };
  const bytes = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = framesOf(bytes, pageSize, false);
  if (little.pages.length > 0) return little;
  const big = framesOf(bytes, pageSize, true);
  return big.pages.length > 0 ? big : little;
}
