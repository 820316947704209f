import { z } from 'zod';

/** The largest signed image, in bytes: a slot is addressed by READ BINARY's 15-bit offset. */
export const MAX_IMAGE_BYTES = 32_767;
export const IMAGE_FORMAT = 1;

const uint32 = z.number().int().nonnegative().max(0xffff_ffff);
/** A signed amount in minor units: cents, points, uses. */
const amount = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const ascii = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\x21-\x7e]+$/);
const text = (max: number) => z.string().max(max);
export const DateSchema = z.iso.date();
export const HEX_ID = /^[0-9a-f]{16}$/;

/** Eight bytes, written as sixteen lower-case hex digits; cards print them as sixteen decimal ones. */
export const TokenIdSchema = z.string().regex(HEX_ID);
/** Eight bytes, written as sixteen lower-case hex digits. */
export const RequestIdSchema = z.string().regex(HEX_ID);
export const DigestSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const ProgrammeSchema = ascii(12);
export const TerminalSchema = ascii(8);
export const ItemSchema = ascii(16);
export const IssuerSchema = ascii(8);

export const TokenKindSchema = z.enum(['card', 'phone']);
export type TokenKind = z.infer<typeof TokenKindSchema>;

/** What a transaction does to its programme's cell. The order is the code on the token. */
export const ACTIONS = ['earn', 'spend', 'topup', 'refund', 'issue', 'redeem', 'adjust'] as const;
export type Action = (typeof ACTIONS)[number];

/** Identified by (terminal, counter): the same pair is the same transaction, wherever it is met. */
export const TransactionSchema = z.object({
  terminal: TerminalSchema,
  counter: uint32,
  /** Seconds since 1970-01-01T00:00:00Z, by the terminal's clock. */
  at: uint32,
  programme: ProgrammeSchema,
  action: z.enum(ACTIONS),
  /** Signed change in minor units (points, cents) or coupon uses: a redemption is negative. */
  amount,
  /** The coupon that is issued or redeemed. */
  item: ItemSchema.optional(),
});
export type Transaction = z.infer<typeof TransactionSchema>;

export const CouponSchema = z.object({
  id: ItemSchema,
  title: text(60),
  usesLeft: uint32,
  expiresOn: DateSchema.optional(),
});
export type Coupon = z.infer<typeof CouponSchema>;

const payloads = {
  points: z.object({ balance: amount, label: text(40).optional() }),
  purse: z.object({ balance: amount, currency: z.string().regex(/^[A-Z]{3}$/) }),
  coupons: z.object({ coupons: z.array(CouponSchema).max(200) }),
  ticket: z.object({
    title: text(60),
    reference: text(40),
    validFrom: DateSchema.optional(),
    validTo: DateSchema.optional(),
    detail: text(120).optional(),
  }),
  membership: z.object({ level: text(40), memberNo: text(40), since: DateSchema.optional() }),
  preferences: z.object({
    entries: z
      .array(z.object({ key: ascii(24), value: z.union([z.boolean(), text(60)]), changedAt: uint32 }))
      .max(100),
  }),
  /** A payload that this version does not understand, kept byte for byte. */
  opaque: z.object({ bytes: z.instanceof(Uint8Array) }),
};

const cell = <K extends keyof typeof payloads>(kind: K) =>
  z.object({
    programme: ProgrammeSchema,
    owner: ascii(24),
    kind: z.literal(kind),
    /** Raised by the issuer with each change of the cell that is not a transaction. */
    version: uint32,
    expiresOn: DateSchema.optional(),
    payload: payloads[kind],
  });

export const CellSchema = z.discriminatedUnion('kind', [
  cell('points'),
  cell('purse'),
  cell('coupons'),
  cell('ticket'),
  cell('membership'),
  cell('preferences'),
  /** `code` keeps the kind's number: of a later version's kind, or of a known one with a later payload. */
  cell('opaque').extend({ code: z.number().int().min(1).max(255) }),
]);
export type Cell = z.infer<typeof CellSchema>;
export type CellKind = Cell['kind'];

export const IMAGE_SOURCES = ['issued', 'composed', 'merged', 'migrated'] as const;

/** Everything of the customer's that a token carries. */
export const CardImageSchema = z.object({
  format: z.literal(IMAGE_FORMAT),
  tokenId: TokenIdSchema,
  accountRef: ascii(24),
  issuer: IssuerSchema,
  /** Raised when a token replaces another one of the account. */
  generation: z.number().int().nonnegative().max(0xffff),
  /** Raised with every image that the image server signs for this token. */
  sequence: uint32,
  /** Seconds since 1970-01-01T00:00:00Z, by the image server's clock. */
  capturedAt: uint32,
  source: z.enum(IMAGE_SOURCES),
  /** Digest of the signed image that this one was made from. */
  basedOn: DigestSchema.optional(),
  /** Per terminal, the highest counter whose transaction is included. */
  watermark: z.record(TerminalSchema, uint32),
  /** At most one for each (programme, kind), ordered by programme, then kind. */
  cells: z.array(CellSchema).max(64),
  /** The latest of the included transactions, oldest first: for people and for merging. */
  transactions: z.array(TransactionSchema).max(1000),
});
export type CardImage = z.infer<typeof CardImageSchema>;
