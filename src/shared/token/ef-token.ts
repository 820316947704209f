import { failure } from '../contract/failure.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { crc32, fromHex, toHex } from '../image/bytes.ts';
import { IssuerSchema, MAX_IMAGE_BYTES, type TokenKind } from '../image/model.ts';
import { damaged, FieldReader, FieldWriter, type FileDeclaration, layoutUnknown } from './declaration.ts';

/** Who the token is and how it is laid out. Written once, when the token is personalised. */
export interface TokenIdentity {
  /** Sixteen lower-case hex digits. */
  readonly tokenId: string;
  readonly issuer: string;
  readonly kind: TokenKind;
  readonly generation: number;
  /** Seconds since 1970-01-01T00:00:00Z, both included. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Bytes of one slot. */
  readonly slotSize: number;
  readonly slots: 1 | 2;
  /** Bytes that the token's memory erases and writes at once; writes are cut at its multiples. */
  readonly pageSize: number;
  /** Longest command data field that the token takes, in bytes; above 255 with extended length. */
  readonly maxCommandData: number;
  /** Longest response data field that the token sends, in bytes; above 256 with extended length. */
  readonly maxResponseData: number;
  /** How many records EF.LOG holds before the oldest is overwritten. */
  readonly logRecords: number;
}

const SIZE = 48;
const LAYOUT = 1;
const KINDS = ['card', 'phone'] as const;

function encode(t: TokenIdentity): Uint8Array {
  const file = new FieldWriter(SIZE)
    .u8(LAYOUT)
    .u8(KINDS.indexOf(t.kind) + 1)
    .raw(fromHex(t.tokenId))
    .ascii(t.issuer, 8)
    .u16(t.generation)
    .u32(t.validFrom)
    .u32(t.validTo)
    .u16(t.slotSize)
    .u8(t.slots)
    .u8(t.pageSize)
    .u16(t.maxCommandData)
    .u16(t.maxResponseData)
    .u8(t.logRecords);
  const { bytes } = file;
  new DataView(bytes.buffer).setUint32(SIZE - 4, crc32(bytes.subarray(0, SIZE - 4)));
  return bytes;
}

function decode(bytes: Uint8Array): Result<TokenIdentity> {
  if (bytes.length !== SIZE) return damaged(`EF.TOKEN has ${bytes.length} bytes instead of ${SIZE}`);
  const field = new FieldReader(bytes);
  const layout = field.u8();
  if (layout !== LAYOUT) return layoutUnknown(`EF.TOKEN layout ${layout}`);
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(SIZE - 4);
  if (sum !== crc32(bytes.subarray(0, SIZE - 4))) return damaged('EF.TOKEN: CRC-32 is wrong');
  const kind = KINDS[field.u8() - 1];
  const tokenId = toHex(field.bytes(8));
  const issuer = field.ascii(8);
  if (!issuer.ok) return issuer;
  const rest = {
    generation: field.u16(),
    validFrom: field.u32(),
    validTo: field.u32(),
    slotSize: field.u16(),
    slots: field.u8(),
    pageSize: field.u8(),
    maxCommandData: field.u16(),
    maxResponseData: field.u16(),
    logRecords: field.u8(),
  };
  const { slots } = rest;
  if (kind === undefined) return layoutUnknown('EF.TOKEN: kind of token');
  if (slots !== 1 && slots !== 2) return layoutUnknown(`EF.TOKEN: ${slots} slots`);
  if (!IssuerSchema.safeParse(issuer.value).success) return damaged('EF.TOKEN: issuer is empty');
  if (rest.slotSize === 0 || rest.slotSize > MAX_IMAGE_BYTES || rest.pageSize === 0)
    return fail(
      failure('token-layout-unknown', `EF.TOKEN: slot of ${rest.slotSize}, page of ${rest.pageSize} bytes`),
    );
  if (rest.maxCommandData === 0 || rest.maxResponseData === 0)
    return layoutUnknown('EF.TOKEN: no room for command or response data');
  return ok({ tokenId, issuer: issuer.value, kind, ...rest, slots });
}

/** EF.TOKEN, transparent, 48 bytes; docs/token-format.md has the table. */
export const EF_TOKEN: FileDeclaration<TokenIdentity> = {
  name: 'EF.TOKEN',
  id: 0x0001,
  sfi: 1,
  structure: 'transparent',
  size: SIZE,
  encode,
  decode,
  vectors: [
    {
      value: {
        tokenId: '4821903377105264',
        issuer: 'AURORA',
        kind: 'card',
        generation: 1,
        validFrom: 1_735_689_600,
        validTo: 1_924_991_999,
        slotSize: 8192,
        slots: 2,
        pageSize: 64,
        maxCommandData: 255,
        maxResponseData: 256,
        logRecords: 20,
      },
      hex: '010148219033771052644155524f5241000000016774858072bd0bff2000024000ff0100140000000000000045fbcc1a',
    },
    {
      value: {
        tokenId: '00000000000000ff',
        issuer: 'HARBOUR1',
        kind: 'phone',
        generation: 65_535,
        validFrom: 0,
        validTo: 4_294_967_295,
        slotSize: 32_767,
        slots: 1,
        pageSize: 255,
        maxCommandData: 65_535,
        maxResponseData: 65_535,
        logRecords: 255,
      },
      hex: '010200000000000000ff484152424f555231ffff00000000ffffffff7fff01ffffffffffff0000000000000031e4b04f',
    },
  ],
};
