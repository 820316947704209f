/** Where in a transparent file a command begins. */
export interface BinaryAddress {
  readonly name: string;
  /** Short EF identifier, or `undefined` for the file that the command before made the current one. */
  readonly sfi?: number;
  /** In bytes: up to 255 with a short identifier, else up to 32,767. */
  readonly offset: number;
}

/** The largest offset that goes with a short EF identifier. */
export const MAX_SFI_OFFSET = 0xff;

/** P1 and P2 of READ BINARY and UPDATE BINARY with an even INS (ISO 7816-4, 7.2.2). */
export function binaryParameters({ sfi, offset }: BinaryAddress): {
  readonly p1: number;
  readonly p2: number;
} {
  if (offset < 0 || offset > (sfi === undefined ? 0x7fff : MAX_SFI_OFFSET))
    throw new RangeError(`offset ${offset}`);
  return sfi === undefined ? { p1: offset >> 8, p2: offset & 0xff } : { p1: 0x80 | sfi, p2: offset };
}
