/** A command APDU by its fields (ISO 7816-4, 5.1). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** Command data field; absent or empty in cases 1 and 2. */
  readonly data?: Uint8Array;
  /** Response bytes expected at most, 1 to 65,536; absent in cases 1 and 3. */
  readonly ne?: number;
}

const SHORT_DATA = 255;
const SHORT_NE = 256;
const EXTENDED_DATA = 65_535;
const EXTENDED_NE = 65_536;

/** Whether the command fits a short APDU; T=0 carries no other. */
export const isShort = (apdu: CommandApdu): boolean =>
  (apdu.data?.length ?? 0) <= SHORT_DATA && (apdu.ne ?? 0) <= SHORT_NE;

/**
 * The bytes of a command, cases 1 to 4, in the short form where it fits and else in the extended one
 * (ISO 7816-3, 12.1). A field out of range is a bug of the caller and throws.
 */
export function encodeCommand(apdu: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, data = new Uint8Array(0), ne = 0 } = apdu;
  if (data.length > EXTENDED_DATA) throw new RangeError(`command data of ${data.length} bytes`);
  if (ne < 0 || ne > EXTENDED_NE) throw new RangeError(`Ne ${ne}`);
  const short = isShort(apdu);
  const lc = data.length === 0 ? [] : short ? [data.length] : [0, data.length >> 8, data.length & 0xff];
  // All zeros mean the most that the form can say: 256, or 65,536. Extended Le without Lc has a leading zero.
  const le = ne === 0 ? [] : short ? [ne & 0xff] : [(ne >> 8) & 0xff, ne & 0xff];
  if (!short && ne > 0 && data.length === 0) le.unshift(0);
  const bytes = new Uint8Array(4 + lc.length + data.length + le.length);
  bytes.set([cla, ins, p1, p2, ...lc]);
  bytes.set(data, 4 + lc.length);
  bytes.set(le, 4 + lc.length + data.length);
  return bytes;
}
