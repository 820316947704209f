import { equalBytes } from '../../src/shared/image/bytes.ts';
import type { Files } from './damages.ts';
import type { Filled, Kept } from './filled.ts';

const PAGE = 4096;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const TABLE_LEAF = 0x0d;

/** The pages of both files that are as they were; a page of the log only where it can be told from chance. */
function* untouched(whole: Filled, now: Files): Generator<Uint8Array> {
  const isSame = (a: Uint8Array, b: Uint8Array, from: number, to: number): boolean =>
    b.length >= to && equalBytes(a.subarray(from, to), b.subarray(from, to));
  const main = now.main ?? new Uint8Array();
  for (let at = 0; at < whole.main.length; at += PAGE)
    if (isSame(whole.main, main, at, at + PAGE)) yield whole.main.subarray(at, at + PAGE);
  const { wal } = whole;
  if (wal === null || now.wal === null || !isSame(wal, now.wal, 0, LOG_HEADER)) return;
  let uncommitted: Uint8Array[] = [];
  for (let at = LOG_HEADER; at + FRAME_HEADER + PAGE <= wal.length; at += FRAME_HEADER + PAGE) {
    // A frame is known to be whole by the one before it.
    const from = at === LOG_HEADER ? 0 : at - FRAME_HEADER - PAGE;
    const before = isSame(wal, now.wal, from, Math.min(from + FRAME_HEADER, at));
    if (!before || !isSame(wal, now.wal, at, at + FRAME_HEADER + PAGE)) continue;
    uncommitted.push(wal.subarray(at + FRAME_HEADER, at + FRAME_HEADER + PAGE));
    // A frame that ends a transaction says how large the database is then. What is cut off before it was never committed.
    if (equalBytes(wal.subarray(at + 4, at + 8), new Uint8Array(4))) continue;
    yield* uncommitted;
    uncommitted = [];
  }
}

/** What is still on pages that nothing happened to, whole. */
export function legible(whole: Filled, now: Files): readonly Kept[] {
  const pages = [...untouched(whole, now)].map((page) => Buffer.from(page));
  return whole.kept.filter(({ samples: [id = new Uint8Array(), ...rest] }) => {
    const hasRow = pages.some((page) => page[0] === TABLE_LEAF && page.includes(Buffer.from(id)));
    return hasRow && rest.every((sample) => pages.some((page) => page.includes(Buffer.from(sample))));
  });
}
