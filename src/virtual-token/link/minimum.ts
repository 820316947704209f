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
 * The fewest extra pages that writing `bytes` costs, by number of commands: a cut within a page writes it twice.
 * After each command only two ends can be best: as far as it reaches, or the last page boundary before that,
 * because whatever can be reached from an earlier end can be reached from there too.
 */
function extraPages(bytes: number, longest: number, pageSize: number): Map<number, number> {
  const found = new Map<number, number>();
  // For each number of extra pages, the furthest end; a command more in each round.
  let ends = new Map([[0, 0]]);
  for (let commands = 1; commands <= Math.ceil(bytes / Math.min(longest, pageSize)); commands++) {
    const next = new Map<number, number>();
    const reach = (extra: number, end: number): void => {
      if (end >= bytes) found.set(commands, Math.min(extra, found.get(commands) ?? extra));
      else next.set(extra, Math.max(end, next.get(extra) ?? 0));
    };
    for (const [extra, start] of ends) {
      const far = start + longest;
      const boundary = Math.floor(far / pageSize) * pageSize;
      reach(far >= bytes || far === boundary ? extra : extra + 1, far);
      if (boundary > start) reach(extra, boundary);
    }
    ends = next;
    if (found.get(commands) === 0) break;
  }
  return found;
}

/** T=0 takes the same time for each byte, each command and each page: the cuts alone make the difference. */
function minimumShortWrite(model: LinkModel, bytes: number, pageSize: number): number {
  const [six, seven] = [exchangeTime(model, 6, 2, 0), exchangeTime(model, 7, 2, 0)];
  const [perByte, perPage] = [seven - six, exchangeTime(model, 6, 2, 1) - six];
  const perCommand = six - perByte;
  const pages = Math.ceil(bytes / pageSize);
  const times = [...extraPages(bytes, longestWrite(model), pageSize)].map(
    ([commands, extra]) => commands * perCommand + bytes * perByte + (pages + extra) * perPage,
  );
  return Math.min(...times);
}

/** Microseconds of the shortest sequence that writes `bytes` from the beginning of a file, wherever it is cut. */
export function minimumWrite(model: LinkModel, bytes: number, pageSize = 64): number {
  if (bytes === 0) return 0;
  if (model.type === 't0') return minimumShortWrite(model, bytes, pageSize);
  const longest = longestWrite(model);
  const aligned = Math.max(pageSize, Math.floor(longest / pageSize) * pageSize);
  return Math.min(
    writeInChunks(model, bytes, longest, pageSize),
    writeInChunks(model, bytes, aligned, pageSize),
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
