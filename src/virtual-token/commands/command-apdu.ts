/** A command APDU taken apart (ISO 7816-3, 12.1). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  /** Response bytes that are expected at most: 0 without an Le field. */
  readonly ne: number;
  /** Le was all zeros: everything there is, within what its length allows. */
  readonly all: boolean;
  /** Lc or Le were of the extended form. */
  readonly extended: boolean;
}

const EMPTY = new Uint8Array(0);

/** Cases 1, 2S, 3S, 4S, 2E, 3E and 4E; `undefined` when the length fits none of them. */
export function parseCommand(bytes: Uint8Array): CommandApdu | undefined {
  const [cla, ins, p1, p2, b5 = 0, b6 = 0, b7 = 0] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return undefined;
  const header = { cla, ins, p1, p2 };
  const n = bytes.length;
  if (n === 4) return { ...header, data: EMPTY, ne: 0, all: false, extended: false };
  if (n === 5) return { ...header, data: EMPTY, ...expected(b5, 256), extended: false };
  if (b5 !== 0) {
    if (n !== 5 + b5 && n !== 6 + b5) return undefined;
    const data = bytes.slice(5, 5 + b5);
    if (n === 5 + b5) return { ...header, data, ne: 0, all: false, extended: false };
    return { ...header, data, ...expected(bytes[n - 1] ?? 0, 256), extended: false };
  }
  if (n < 7) return undefined;
  const long = (b6 << 8) | b7;
  if (n === 7) return { ...header, data: EMPTY, ...expected(long, 65_536), extended: true };
  if (long === 0 || (n !== 7 + long && n !== 9 + long)) return undefined;
  const data = bytes.slice(7, 7 + long);
  if (n === 7 + long) return { ...header, data, ne: 0, all: false, extended: true };
  return {
    ...header,
    data,
    ...expected(((bytes[n - 2] ?? 0) << 8) | (bytes[n - 1] ?? 0), 65_536),
    extended: true,
  };
}

const expected = (le: number, zeroMeans: number): Pick<CommandApdu, 'ne' | 'all'> => ({
  ne: le === 0 ? zeroMeans : le,
  all: le === 0,
});
