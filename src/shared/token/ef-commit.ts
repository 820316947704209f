import { ok, type Result } from '../contract/result.ts';
import { crc32, fromHex, toHex } from '../image/bytes.ts';
import { damaged, FieldReader, FieldWriter, type FileDeclaration, layoutUnknown } from './declaration.ts';

export type Slot = 'A' | 'B';
export const INDICATOR_STATES = ['clear', 'requested', 'in-progress'] as const;
export type IndicatorState = (typeof INDICATOR_STATES)[number];

/** Why an update was requested. The order is the code on the token. */
export const REQUEST_REASONS = [
  'none',
  'restore',
  'correction',
  'programme-change',
  'issuer-notice',
  'merge',
  'replacement',
  'migration',
] as const;
export type RequestReason = (typeof REQUEST_REASONS)[number];

/** The record on the token that says "replace my image". */
export interface Indicator {
  readonly state: IndicatorState;
  /** Sixteen lower-case hex digits; all zero when clear. */
  readonly requestId: string;
  readonly reason: RequestReason;
  /** Seconds since 1970-01-01T00:00:00Z; 0 when clear. */
  readonly requestedAt: number;
}

export const NO_REQUEST_ID = '0'.repeat(16);
export const CLEAR_INDICATOR: Indicator = {
  state: 'clear',
  requestId: NO_REQUEST_ID,
  reason: 'none',
  requestedAt: 0,
};

/** One of the two records of EF.COMMIT: which slot holds the image, and whether it is to be replaced. */
export interface CommitRecord {
  /** Raised with every overwritten record; the higher valid one counts. */
  readonly sequence: number;
  /** Where the image lies; `null` on a token that has none yet. */
  readonly slot: Slot | null;
  /** The image's own sequence. */
  readonly imageSequence: number;
  /** Bytes of the signed image in the slot. */
  readonly imageLength: number;
  /** SHA-256 of these bytes, 64 hex digits. */
  readonly digest: string;
  readonly indicator: Indicator;
  /** EF.LOG's sequence up to which its transactions are included in the image. */
  readonly logSequence: number;
}

const SIZE = 68;
const VERSION = 1;
const NO_SLOT = 0xff;

function encode(c: CommitRecord): Uint8Array {
  const { bytes } = new FieldWriter(SIZE)
    .u8(VERSION)
    .u8(c.slot === null ? NO_SLOT : c.slot === 'A' ? 0 : 1)
    .u8(INDICATOR_STATES.indexOf(c.indicator.state))
    .u8(REQUEST_REASONS.indexOf(c.indicator.reason))
    .u32(c.sequence)
    .u32(c.imageSequence)
    .u16(c.imageLength)
    .u16(0)
    .raw(fromHex(c.digest))
    .raw(fromHex(c.indicator.requestId))
    .u32(c.indicator.requestedAt)
    .u32(c.logSequence);
  new DataView(bytes.buffer).setUint32(SIZE - 4, crc32(bytes.subarray(0, SIZE - 4)));
  return bytes;
}

function decode(bytes: Uint8Array): Result<CommitRecord> {
  if (bytes.length !== SIZE) return damaged(`EF.COMMIT record has ${bytes.length} bytes instead of ${SIZE}`);
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(SIZE - 4);
  if (sum !== crc32(bytes.subarray(0, SIZE - 4))) return damaged('EF.COMMIT: CRC-32 is wrong');
  const field = new FieldReader(bytes);
  const version = field.u8();
  if (version !== VERSION) return layoutUnknown(`EF.COMMIT version ${version}`);
  const slotCode = field.u8();
  const state = INDICATOR_STATES[field.u8()];
  const reason = REQUEST_REASONS[field.u8()];
  if (slotCode !== NO_SLOT && slotCode > 1) return layoutUnknown(`EF.COMMIT: slot ${slotCode}`);
  if (state === undefined) return layoutUnknown('EF.COMMIT: state of the indicator');
  if (reason === undefined) return layoutUnknown('EF.COMMIT: reason of the request');
  const sequence = field.u32();
  const imageSequence = field.u32();
  const imageLength = field.u16();
  field.u16();
  const digest = toHex(field.bytes(32));
  const requestId = toHex(field.bytes(8));
  return ok({
    sequence,
    slot: slotCode === NO_SLOT ? null : slotCode === 0 ? 'A' : 'B',
    imageSequence,
    imageLength,
    digest,
    indicator: { state, requestId, reason, requestedAt: field.u32() },
    logSequence: field.u32(),
  });
}

/** EF.COMMIT, two fixed records of 68 bytes; docs/token-format.md has the table. */
export const EF_COMMIT: FileDeclaration<CommitRecord> = {
  name: 'EF.COMMIT',
  id: 0x0002,
  sfi: 2,
  structure: 'linear-fixed',
  size: SIZE,
  records: 2,
  encode,
  decode,
  vectors: [
    {
      value: {
        sequence: 0,
        slot: null,
        imageSequence: 0,
        imageLength: 0,
        digest: '0'.repeat(64),
        indicator: CLEAR_INDICATOR,
        logSequence: 0,
      },
      hex: `01ff${'00'.repeat(62)}11f0caf8`,
    },
    {
      value: {
        sequence: 3,
        slot: 'A',
        imageSequence: 7,
        imageLength: 1024,
        digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        indicator: {
          state: 'requested',
          requestId: 'a3f10c55e2749b08',
          reason: 'restore',
          requestedAt: 1_790_000_000,
        },
        logSequence: 2,
      },
      hex: '01000101000000030000000704000000ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ada3f10c55e2749b086ab13b8000000002ae6265c4',
    },
    {
      value: {
        sequence: 4_294_967_295,
        slot: 'B',
        imageSequence: 4_294_967_295,
        imageLength: 32_767,
        digest: 'f'.repeat(64),
        indicator: {
          state: 'in-progress',
          requestId: 'f'.repeat(16),
          reason: 'migration',
          requestedAt: 4_294_967_295,
        },
        logSequence: 4_294_967_295,
      },
      hex: `01010207ffffffffffffffff7fff0000${'ff'.repeat(48)}a7e7d695`,
    },
  ],
};

/** What the two records of EF.COMMIT say together. */
export interface CommitState {
  readonly current: CommitRecord;
  /** Record number (1 or 2) of `current`. */
  readonly currentRecord: 1 | 2;
  /** The twin, when it is whole: it tells what the inactive slot held at the commit before. */
  readonly previous: CommitRecord | null;
}

/**
 * Of the two records the one with the higher sequence whose CRC holds; a torn record loses to its twin.
 * A record of an unknown version is not torn: it fails the token, lest a newer layout be overwritten.
 */
export function selectCommit(first: Uint8Array, second: Uint8Array): Result<CommitState> {
  const a = decode(first);
  const b = decode(second);
  for (const r of [a, b]) if (!r.ok && r.failure.code === 'token-layout-unknown') return r;
  if (a.ok && b.ok) {
    return a.value.sequence >= b.value.sequence
      ? ok({ current: a.value, currentRecord: 1, previous: b.value })
      : ok({ current: b.value, currentRecord: 2, previous: a.value });
  }
  if (a.ok) return ok({ current: a.value, currentRecord: 1, previous: null });
  if (b.ok) return ok({ current: b.value, currentRecord: 2, previous: null });
  return damaged('both records of EF.COMMIT are torn');
}
