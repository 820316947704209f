import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { PageAt } from './leaf-rows.ts';
import { readLog } from './wal.ts';

/** All of this program's databases have SQLite's usual pages. */
export const PAGE_BYTES = 4096;

export interface Pages {
  readonly count: number;
  /** As the log has it, else as the file has it. */
  readonly newest: PageAt;
  readonly inFile: PageAt;
  /** Earlier versions of pages that the log has as well, newest first. */
  readonly earlier: readonly Uint8Array[];
}

/** A page that is not there. */
export const NONE = new Uint8Array();

function bytesOf(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EIO'))
      return NONE;
    throw error;
  }
}

/**
 * Whether the write-ahead log of `path` is damaged before its end. Looked at twice: another process may be writing to it,
 * and what it was just writing is whole at the second look.
 */
export function hasBrokenLog(path: string): boolean {
  const isBroken = (): boolean => readLog(bytesOf(`${path}-wal`), PAGE_BYTES).hasGap;
  return isBroken() && isBroken();
}

/** The first `length` bytes of the database at `path`, as its log has them, else as the file has them. */
export function headOf(path: string, length: number): Uint8Array {
  const logged = readLog(bytesOf(`${path}-wal`), PAGE_BYTES).pages.findLast(({ page }) => page === 1);
  if (logged !== undefined) return logged.bytes.subarray(0, length);
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(length);
    return head.subarray(0, readSync(file, head, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

/** Each page that the database at `path` or its log has. */
export function readPages(path: string): Pages {
  const file = bytesOf(path);
  const { pages } = readLog(bytesOf(`${path}-wal`), PAGE_BYTES);
  const logged = new Map(pages.map(({ page, bytes }) => [page, bytes]));
  const inFile = (number: number): Uint8Array =>
    number < 1 ? NONE : file.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES);
  return {
    count: [...logged.keys()].reduce(
      (most, page) => Math.max(most, page),
      Math.ceil(file.length / PAGE_BYTES),
    ),
    newest: (number) => logged.get(number) ?? inFile(number),
    inFile,
    earlier: pages
      .filter(({ page, bytes }) => logged.get(page) !== bytes)
      .map(({ bytes }) => bytes)
      .reverse(),
  };
}
