import { exchangeTime } from './exchange.ts';
import type { LinkModel } from './models.ts';

/** The longest message that PC/SC's virtual reader takes, in bytes: bounds extended length. */
const MAX_MESSAGE = 65_535;

const longestWrite = (model: LinkModel): number => (model.type === 't0' ? 255 : MAX_MESSAGE - 7);
const longestRead = (model: LinkModel): number => (model.type === 't0' ? 256 : MAX_MESSAGE - 2);

const updateLength = (data: number): number => (data > 255 ? 7 : 5) + data;
const readLength = (data: number): number => (data > 256 ? 7 : 5);

/** Pages of `pageSize` that `length` bytes at `offset` touch. */
const pagesTouched = (offset: number, length: number, pageSize: number): number =>
  Math.ceil((offset + length) / pageSize) - Math.floor(offset / pageSize);

/** Microseconds of updates of `chunk` bytes each, one after the other from the beginning of a file. */
function writeInChunks(model: LinkModel, bytes: number, chunk: number, pageSize: number): number {
  let time = 0;
  for (let offset = 0; offset < bytes; offset += chunk) {
    const length = Math.min(chunk, bytes - offset);
    time += exchangeTime(model, updateLength(length), 2, pagesTouched(offset, length, pageSize));
  }
  return time;
}

/**
 * Microseconds of the shortest sequence that writes `bytes` from the beginning of a file: the longest
 * commands that the link allows, or the longest that end on a page where that saves page writes.
 */
export function minimumWrite(model: LinkModel, bytes: number, pageSize = 64): number {
  const longest = longestWrite(model);
  const aligned = Math.max(pageSize, Math.floor(longest / pageSize) * pageSize);
  return Math.min(
    writeInChunks(model, bytes, longest, pageSize),
    writeInChunks(model, bytes, Math.min(aligned, longest), pageSize),
  );
}

/** Microseconds of the shortest sequence that reads `bytes`: the longest responses that the link allows. */
export function minimumRead(model: LinkModel, bytes: number): number {
  const longest = longestRead(model);
  let time = 0;
  for (let offset = 0; offset < bytes; offset += longest) {
    const length = Math.min(longest, bytes - offset);
    time += exchangeTime(model, readLength(length), length + 2, 0);
  }
  return time;
}
