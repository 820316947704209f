import { failure } from '../contract/failure.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { fromHex, toHex } from './bytes.ts';
import { type CborValue, decodeCbor, encodeCbor, requireDeterministic } from './cbor.ts';
import { decodePayload, encodePayload } from './cell-codec.ts';
import {
  ACTIONS,
  type CardImage,
  CardImageSchema,
  type Cell,
  IMAGE_FORMAT,
  IMAGE_SOURCES,
  MAX_IMAGE_BYTES,
  type Transaction,
} from './model.ts';

/** Keys of the image's map; docs/token-format.md has the table. */
const KEY = {
  format: 1,
  tokenId: 2,
  accountRef: 3,
  issuer: 4,
  generation: 5,
  sequence: 6,
  capturedAt: 7,
  source: 8,
  basedOn: 9,
  watermark: 10,
  cells: 11,
  transactions: 12,
} as const;
const KNOWN_KEYS = new Set<unknown>(Object.values(KEY));

const encodeCell = (cell: Cell): CborValue => {
  const { code, bytes } = encodePayload(cell);
  const map = new Map<number, CborValue>([
    [1, cell.programme],
    [2, cell.owner],
    [3, code],
    [4, cell.version],
    [6, bytes],
  ]);
  if (cell.expiresOn !== undefined) map.set(5, cell.expiresOn);
  return map;
};

const encodeTransaction = (t: Transaction): CborValue => [
  t.terminal,
  t.counter,
  t.at,
  t.programme,
  ACTIONS.indexOf(t.action) + 1,
  t.amount,
  ...(t.item === undefined ? [] : [t.item]),
];

/** The image as deterministic CBOR (RFC 8949, 4.2.1). The same image gives the same bytes everywhere. */
export function encodeImage(image: CardImage): Uint8Array {
  const map = new Map<number, CborValue>([
    [KEY.format, image.format],
    [KEY.tokenId, fromHex(image.tokenId)],
    [KEY.accountRef, image.accountRef],
    [KEY.issuer, image.issuer],
    [KEY.generation, image.generation],
    [KEY.sequence, image.sequence],
    [KEY.capturedAt, image.capturedAt],
    [KEY.source, IMAGE_SOURCES.indexOf(image.source) + 1],
    [KEY.watermark, new Map(Object.entries(image.watermark))],
    [KEY.cells, image.cells.map(encodeCell)],
    [KEY.transactions, image.transactions.map(encodeTransaction)],
  ]);
  if (image.basedOn !== undefined) map.set(KEY.basedOn, fromHex(image.basedOn));
  return encodeCbor(map);
}

const hexOf = (value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);
const entry = <T>(table: readonly T[], code: unknown): T | undefined =>
  typeof code === 'number' ? table[code - 1] : undefined;

function decodeCell(value: unknown): Cell | undefined {
  if (!(value instanceof Map)) return undefined;
  const code = value.get(3);
  const bytes = value.get(6);
  if (typeof code !== 'number' || !(bytes instanceof Uint8Array)) return undefined;
  const expiresOn = value.get(5);
  const head = {
    programme: value.get(1),
    owner: value.get(2),
    version: value.get(4),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
  return decodePayload(head, code, bytes).data;
}

function decodeTransaction(value: unknown): unknown {
  if (!Array.isArray(value) || value.length < 6 || value.length > 7) return undefined;
  const [terminal, counter, at, programme, code, amount, item] = value;
  const action = entry(ACTIONS, code);
  return { terminal, counter, at, programme, action, amount, ...(value.length === 7 ? { item } : {}) };
}

const listOf = <T>(value: unknown, each: (item: unknown) => T): T[] | undefined =>
  Array.isArray(value) ? value.map(each) : undefined;

const malformed = (detail: string) => fail(failure('image-malformed', detail));

/**
 * The image that `bytes` encode, to the last byte.
 * Failures: `image-too-large`, `image-truncated`, `image-trailing-bytes`, `image-malformed`,
 * `image-version-unknown`, `image-not-deterministic`.
 */
export function decodeImage(bytes: Uint8Array): Result<CardImage> {
  if (bytes.length > MAX_IMAGE_BYTES) return fail(failure('image-too-large', `${bytes.length} bytes`));
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return decoded;
  const map = decoded.value;
  if (!(map instanceof Map)) return malformed('the image is not a map');
  const format = map.get(KEY.format);
  if (typeof format !== 'number') return malformed('the image names no format');
  if (format !== IMAGE_FORMAT) return fail(failure('image-version-unknown', `image format ${format}`));
  for (const key of map.keys()) if (!KNOWN_KEYS.has(key)) return malformed(`unknown key ${String(key)}`);
  const watermark = map.get(KEY.watermark);
  const basedOn = map.get(KEY.basedOn);
  const parsed = CardImageSchema.safeParse({
    format,
    tokenId: hexOf(map.get(KEY.tokenId)),
    accountRef: map.get(KEY.accountRef),
    issuer: map.get(KEY.issuer),
    generation: map.get(KEY.generation),
    sequence: map.get(KEY.sequence),
    capturedAt: map.get(KEY.capturedAt),
    source: entry(IMAGE_SOURCES, map.get(KEY.source)),
    ...(basedOn === undefined ? {} : { basedOn: hexOf(basedOn) }),
    watermark: watermark instanceof Map ? Object.fromEntries(watermark) : undefined,
    cells: listOf(map.get(KEY.cells), decodeCell),
    transactions: listOf(map.get(KEY.transactions), decodeTransaction),
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return malformed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an image'}`);
  }
  const deterministic = requireDeterministic(bytes, encodeImage(parsed.data));
  return deterministic.ok ? ok(parsed.data) : deterministic;
}
