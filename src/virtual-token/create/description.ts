import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { fromHex } from '../../shared/image/bytes.ts';
import {
  CardImageSchema,
  CellSchema,
  DateSchema,
  IMAGE_SOURCES,
  IssuerSchema,
  MAX_IMAGE_BYTES,
  RequestIdSchema,
  TokenIdSchema,
  TokenKindSchema,
  TransactionSchema,
} from '../../shared/image/model.ts';
import { INDICATOR_STATES, REQUEST_REASONS } from '../../shared/token/ef-commit.ts';

const SECONDS = z.number().int().min(0).max(0xffff_ffff);

/** A moment: seconds since 1970, as on the token, or written as in 2026-03-01T09:30:00Z. */
const moment = z
  .union([SECONDS, z.iso.datetime({ offset: true })], {
    error: 'expected a moment such as 2026-03-01T09:30:00Z, or seconds since 1970',
  })
  .transform((value) => (typeof value === 'number' ? value : Math.floor(Date.parse(value) / 1000)))
  .pipe(SECONDS);
const uint = (max: number) => z.number().int().min(1).max(max);
const hex = z.string().regex(/^([0-9a-f]{2})*$/, 'expected an even number of lower-case hex digits');

/** A cell as JSON has it: the bytes of a payload that is not understood are hex digits. */
const cell = z.preprocess((value) => {
  const opaque = z.looseObject({ kind: z.literal('opaque'), payload: z.strictObject({ bytes: hex }) });
  const parsed = opaque.safeParse(value);
  return parsed.success ? { ...parsed.data, payload: { bytes: fromHex(parsed.data.payload.bytes) } } : value;
}, CellSchema);

const transaction = TransactionSchema.extend({ at: moment });

const IndicatorSchema = z.strictObject({
  state: z.enum(INDICATOR_STATES).exclude(['clear']).default('requested'),
  requestId: RequestIdSchema,
  reason: z.enum(REQUEST_REASONS).exclude(['none']),
  requestedAt: moment,
});

/** A token in words: what it is, what it carries, what terminals did with it since. */
export const TokenDescriptionSchema = z.strictObject({
  /** For people; the token does not hold it. */
  name: z.string().optional(),
  tokenId: TokenIdSchema,
  issuer: IssuerSchema,
  kind: TokenKindSchema,
  generation: z.number().int().min(0).max(0xffff),
  /** Days, both included. */
  validFrom: DateSchema,
  validTo: DateSchema,
  memory: z.strictObject({
    slotSize: uint(MAX_IMAGE_BYTES),
    slots: z.union([z.literal(1), z.literal(2)]).default(2),
    pageSize: uint(255).default(64),
    maxCommandData: uint(0xffff).default(255),
    maxResponseData: uint(0xffff).default(256),
    logRecords: uint(254).default(20),
  }),
  /** Left out on a token that was never given an image. */
  image: z
    .strictObject({
      account: CardImageSchema.shape.accountRef,
      sequence: CardImageSchema.shape.sequence.default(1),
      capturedAt: moment,
      source: z.enum(IMAGE_SOURCES).default('issued'),
      basedOn: CardImageSchema.shape.basedOn,
      programmes: z.array(cell).max(64),
      transactions: z.array(transaction).max(1000).default([]),
      /** By default the highest counter of each terminal in `transactions`. */
      watermark: CardImageSchema.shape.watermark.optional(),
    })
    .optional(),
  /** Transactions that terminals appended since, oldest first. */
  log: z.array(transaction).default([]),
  indicator: IndicatorSchema.optional(),
});
export type TokenDescription = z.infer<typeof TokenDescriptionSchema>;

const fieldOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

/** Checks a description from outside; the failure names each field that is wrong. */
export function parseDescription(input: unknown): Result<TokenDescription> {
  const parsed = TokenDescriptionSchema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${fieldOf(path) || 'description'}: ${message}`,
  );
  return fail(failure('configuration-invalid', `The token's description is wrong. ${issues.join('; ')}`));
}
