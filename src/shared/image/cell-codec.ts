import type { z } from 'zod';
import { equalBytes } from './bytes.ts';
import { type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { type Cell, CellSchema, type Coupon } from './model.ts';

/** Numbers of the kinds of cells in an image. A kind that is not here is opaque. */
export const KIND_CODES = {
  points: 1,
  purse: 2,
  coupons: 3,
  ticket: 4,
  membership: 5,
  preferences: 6,
} as const;
type KnownKind = keyof typeof KIND_CODES;
type Known<K extends KnownKind> = Extract<Cell, { kind: K }>['payload'];

type Fields = readonly (readonly [number, CborValue | undefined])[];
const fields = (entries: Fields): Map<number, CborValue> =>
  new Map(entries.filter((entry): entry is [number, CborValue] => entry[1] !== undefined));

const coupon = (c: Coupon): CborValue =>
  fields([
    [1, c.id],
    [2, c.title],
    [3, c.usesLeft],
    [4, c.expiresOn],
  ]);

const toCbor: { readonly [K in KnownKind]: (payload: Known<K>) => CborValue } = {
  points: (p) =>
    fields([
      [1, p.balance],
      [2, p.label],
    ]),
  purse: (p) =>
    fields([
      [1, p.balance],
      [2, p.currency],
    ]),
  coupons: (p) => p.coupons.map(coupon),
  ticket: (p) =>
    fields([
      [1, p.title],
      [2, p.reference],
      [3, p.validFrom],
      [4, p.validTo],
      [5, p.detail],
    ]),
  membership: (p) =>
    fields([
      [1, p.level],
      [2, p.memberNo],
      [3, p.since],
    ]),
  preferences: (p) =>
    p.entries.map((e) =>
      fields([
        [1, e.key],
        [2, e.value],
        [3, e.changedAt],
      ]),
    ),
};

type Names = Readonly<Record<number, string>>;
/** `undefined` when a key is unknown: the payload is then of a later version and stays opaque. */
function named(value: unknown, names: Names): Record<string, unknown> | undefined {
  if (!(value instanceof Map)) return undefined;
  const result: Record<string, unknown> = {};
  for (const [key, item] of value) {
    const name = names[key];
    if (name === undefined) return undefined;
    result[name] = item;
  }
  return result;
}
const list = (value: unknown, names: Names): unknown =>
  Array.isArray(value) ? value.map((item) => named(item, names)) : undefined;

const fromCbor: { readonly [K in KnownKind]: (value: unknown) => unknown } = {
  points: (v) => named(v, { 1: 'balance', 2: 'label' }),
  purse: (v) => named(v, { 1: 'balance', 2: 'currency' }),
  coupons: (v) => ({ coupons: list(v, { 1: 'id', 2: 'title', 3: 'usesLeft', 4: 'expiresOn' }) }),
  ticket: (v) => named(v, { 1: 'title', 2: 'reference', 3: 'validFrom', 4: 'validTo', 5: 'detail' }),
  membership: (v) => named(v, { 1: 'level', 2: 'memberNo', 3: 'since' }),
  preferences: (v) => ({ entries: list(v, { 1: 'key', 2: 'value', 3: 'changedAt' }) }),
};

/** The kind's number and the payload's bytes. */
export function encodePayload(cell: Cell): { readonly code: number; readonly bytes: Uint8Array } {
  if (cell.kind === 'opaque') return { code: cell.code, bytes: cell.payload.bytes };
  const encodeKind = toCbor[cell.kind] as (payload: unknown) => CborValue;
  return { code: KIND_CODES[cell.kind], bytes: encodeCbor(encodeKind(cell.payload)) };
}

type Envelope = Pick<Cell, 'programme' | 'owner' | 'version' | 'expiresOn'>;

/**
 * The typed cell, or an opaque one when the kind is unknown or its payload is not what this version
 * would write for it: what is not understood is kept byte for byte.
 */
export function decodePayload(head: Envelope, code: number, bytes: Uint8Array): z.ZodSafeParseResult<Cell> {
  const kind = (Object.keys(KIND_CODES) as KnownKind[]).find((k) => KIND_CODES[k] === code);
  if (kind !== undefined) {
    const value = decodeCbor(bytes);
    const cell = value.ok
      ? CellSchema.safeParse({ ...head, kind, payload: fromCbor[kind](value.value) })
      : undefined;
    if (cell?.success && equalBytes(encodePayload(cell.data).bytes, bytes)) return cell;
  }
  return CellSchema.safeParse({ ...head, kind: 'opaque', code, payload: { bytes } });
}
