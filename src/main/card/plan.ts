/** One UPDATE BINARY: bytes to write, and where in the slot. */
export interface Update {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface PlanInput {
  /** What the slot holds, from its first byte, as far as that is known; `null` when it is not. */
  readonly known: Uint8Array | null;
  readonly image: Uint8Array;
  /** Bytes that the token's memory writes at once. */
  readonly pageSize: number;
  /** Longest command data field, in bytes. */
  readonly maxData: number;
}

/** From `start` up to, but not including, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

// What a command and a page write cost, in bytes of the link: ISO 14443 at 106 kbit/s moves a byte in
// 85 µs, a command takes about 2 ms of framing and processing, a page 3 ms. Slower links make bytes dearer
// and faster ones pages, but on neither does a choice between the two matter much.
const COMMAND_COST = 24;
const PAGE_COST = 35;

function differences(known: Uint8Array | null, image: Uint8Array): Range[] {
  if (known === null) return image.length === 0 ? [] : [{ start: 0, end: image.length }];
  const ranges: Range[] = [];
  for (let i = 0; i < image.length; i++) {
    if (image[i] === known[i]) continue;
    const last = ranges.at(-1);
    if (last?.end === i) ranges[ranges.length - 1] = { start: last.start, end: i + 1 };
    else ranges.push({ start: i, end: i + 1 });
  }
  return ranges;
}

/** Whether writing what lies between two differences is cheaper than another command. */
function worthJoining(before: Range, after: Range, pageSize: number): boolean {
  const lastPage = Math.floor((before.end - 1) / pageSize);
  const nextPage = Math.floor(after.start / pageSize);
  const pagesBetween = Math.max(0, nextPage - lastPage - 1);
  const spent = after.start - before.end + pagesBetween * PAGE_COST;
  // Apart, two writes into one page program that page twice.
  return spent < COMMAND_COST + (lastPage === nextPage ? PAGE_COST : 0);
}

function join(ranges: readonly Range[], pageSize: number): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && worthJoining(last, range, pageSize))
      joined[joined.length - 1] = { start: last.start, end: range.end };
    else joined.push(range);
  }
  return joined;
}

/** Where a command that begins at `start` ends: at a page's end if one is within reach. */
function cut(start: number, end: number, pageSize: number, maxData: number): number {
  const reach = start + maxData;
  if (end <= reach) return end;
  const boundary = Math.floor(reach / pageSize) * pageSize;
  return boundary > start ? boundary : reach;
}

/**
 * The commands that turn a slot's content into `image`, in rising order of offset: only what differs or is
 * not known, near differences together, cut at pages so that none is programmed twice. Empty when the slot
 * holds the image already.
 */
export function planUpdates({ known, image, pageSize, maxData }: PlanInput): Update[] {
  const updates: Update[] = [];
  for (const { start, end } of join(differences(known, image), pageSize)) {
    for (let offset = start; offset < end; ) {
      const next = cut(offset, end, pageSize, maxData);
      updates.push({ offset, bytes: image.slice(offset, next) });
      offset = next;
    }
  }
  return updates;
}
