import { ok, type Result } from '../contract/result.ts';
import { crc32 } from '../image/bytes.ts';
import { ACTIONS, type Transaction, TransactionSchema } from '../image/model.ts';
import { damaged, FieldReader, FieldWriter, type FileDeclaration, layoutUnknown } from './declaration.ts';

/** A transaction that a terminal appended to the token since its image was written. */
export interface LogRecord {
  /** Counts the token's own appends: 1, 2, 3 … A step of more than one means that records were lost. */
  readonly logSequence: number;
  readonly transaction: Transaction;
}

const SIZE = 64;
const VERSION = 1;

function encode({ logSequence, transaction: t }: LogRecord): Uint8Array {
  const { bytes } = new FieldWriter(SIZE)
    .u8(VERSION)
    .u8(ACTIONS.indexOf(t.action) + 1)
    .u32(logSequence)
    .ascii(t.terminal, 8)
    .u32(t.counter)
    .u32(t.at)
    .ascii(t.programme, 12)
    .i64(BigInt(t.amount))
    .ascii(t.item ?? '', 16)
    .u16(0);
  new DataView(bytes.buffer).setUint32(SIZE - 4, crc32(bytes.subarray(0, SIZE - 4)));
  return bytes;
}

function decode(bytes: Uint8Array): Result<LogRecord> {
  if (bytes.length !== SIZE) return damaged(`EF.LOG record has ${bytes.length} bytes instead of ${SIZE}`);
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(SIZE - 4);
  if (sum !== crc32(bytes.subarray(0, SIZE - 4))) return damaged('EF.LOG: CRC-32 is wrong');
  const field = new FieldReader(bytes);
  const version = field.u8();
  if (version !== VERSION) return layoutUnknown(`EF.LOG version ${version}`);
  const action = ACTIONS[field.u8() - 1];
  if (action === undefined) return layoutUnknown('EF.LOG: kind of transaction');
  const logSequence = field.u32();
  const terminal = field.ascii(8);
  if (!terminal.ok) return terminal;
  const counter = field.u32();
  const at = field.u32();
  const programme = field.ascii(12);
  if (!programme.ok) return programme;
  const amount = Number(field.i64());
  const item = field.ascii(16);
  if (!item.ok) return item;
  const parsed = TransactionSchema.safeParse({
    terminal: terminal.value,
    counter,
    at,
    programme: programme.value,
    action,
    amount,
    ...(item.value === '' ? {} : { item: item.value }),
  });
  if (!parsed.success) return damaged('EF.LOG: a field is outside its range');
  return ok({ logSequence, transaction: parsed.data });
}

/** Bytes from the beginning of a record that say which one it is: version, action and log sequence. */
export const LOG_HEAD_BYTES = 6;

/**
 * The log sequence that the first `LOG_HEAD_BYTES` of a record claim, or `null` where no record of this version
 * begins. Nothing vouches for it: the CRC is at the record's other end.
 */
export function claimedSequence(head: Uint8Array): number | null {
  if (head.length < LOG_HEAD_BYTES) return null;
  const field = new FieldReader(head);
  const known = field.u8() === VERSION && ACTIONS[field.u8() - 1] !== undefined;
  return known ? field.u32() : null;
}

/** EF.LOG, cyclic records of 64 bytes, newest first; docs/token-format.md has the table. */
export const EF_LOG: FileDeclaration<LogRecord> = {
  name: 'EF.LOG',
  id: 0x0005,
  sfi: 5,
  structure: 'cyclic',
  size: SIZE,
  encode,
  decode,
  vectors: [
    {
      value: {
        logSequence: 2,
        transaction: {
          terminal: 'BUS-0107',
          counter: 40_922,
          at: 1_790_000_000,
          programme: 'TRANSIT',
          action: 'spend',
          amount: -280,
        },
      },
      hex: '0102000000024255532d3031303700009fda6ab13b805452414e5349540000000000fffffffffffffee80000000000000000000000000000000000001db740b1',
    },
    {
      value: {
        logSequence: 4_294_967_295,
        transaction: {
          terminal: 'MKT-0017',
          counter: 4_294_967_295,
          at: 0,
          programme: 'MARKET-CLUB1',
          action: 'redeem',
          amount: -1,
          item: 'LC-1107-ABCDEFGH',
        },
      },
      hex: '0106ffffffff4d4b542d30303137ffffffff000000004d41524b45542d434c554231ffffffffffffffff4c432d313130372d41424344454647480000513b50c1',
    },
    {
      value: {
        logSequence: 1,
        transaction: {
          terminal: 'A',
          counter: 0,
          at: 4_294_967_295,
          programme: 'P',
          action: 'topup',
          amount: 9_007_199_254_740_991,
        },
      },
      hex: '010300000001410000000000000000000000ffffffff500000000000000000000000001fffffffffffff000000000000000000000000000000000000b53d649f',
    },
  ],
};
