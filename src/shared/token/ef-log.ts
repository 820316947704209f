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
    .ascii(t.terminal, 8)
    .u32(t.counter)
    .u32(t.at)
    .ascii(t.programme, 12)
    .i64(BigInt(t.amount))
    .ascii(t.item ?? '', 16)
    .u16(0)
    .u32(logSequence);
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
  const terminal = field.ascii(8);
  if (!terminal.ok) return terminal;
  const counter = field.u32();
  const at = field.u32();
  const programme = field.ascii(12);
  if (!programme.ok) return programme;
  const amount = Number(field.i64());
  const item = field.ascii(16);
  if (!item.ok) return item;
  field.u16();
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
  return ok({ logSequence: field.u32(), transaction: parsed.data });
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
  vectors: [],
};
