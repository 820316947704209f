import { z } from 'zod';
import { FailureSchema } from '../../shared/contract/failure.ts';
import {
  RequestIdSchema,
  TokenIdSchema,
  TokenKindSchema,
  TransactionSchema,
} from '../../shared/image/model.ts';
import { INDICATOR_STATES, REQUEST_REASONS } from '../../shared/token/ef-commit.ts';
import { FaultSchema } from '../faults/fault.ts';
import { LINK_NAMES } from '../link/models.ts';
import { TapSchema } from '../tap.ts';
import { PROTOCOLS } from '../transport/protocol.ts';

const seconds = z.number().int().min(0).max(0xffff_ffff);

/** One line of JSON to a token process; it answers one line for each, in order. */
export const ControlRequestSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('insert') }),
  /** Inserts it for a while only, as a phone is held to a reader; without a limit it stays. */
  TapSchema.extend({ do: z.literal('tap') }),
  z.strictObject({ do: z.literal('remove') }),
  /** Tear, mute, answer or delay, from the next command on. */
  z.strictObject({ do: z.literal('arm'), fault: FaultSchema }),
  z.strictObject({ do: z.literal('disarm') }),
  /** A terminal appends a transaction to EF.LOG. */
  z.strictObject({ do: z.literal('log'), transaction: TransactionSchema }),
  /** A terminal sets the update indicator. */
  z.strictObject({
    do: z.literal('indicator-set'),
    requestId: RequestIdSchema,
    reason: z.enum(REQUEST_REASONS).exclude(['none']),
    requestedAt: seconds,
  }),
  z.strictObject({ do: z.literal('indicator-clear') }),
  /** Everything the token holds, and its memory file by file. */
  z.strictObject({ do: z.literal('dump') }),
  z.strictObject({ do: z.literal('quit') }),
]);
export type ControlRequest = z.infer<typeof ControlRequestSchema>;
/** As it is written down: a fault's counts may be left out where they are 1. */
export type ControlRequestInput = z.input<typeof ControlRequestSchema>;

const count = z.number().nonnegative();

export const IndicatorSchema = z.object({
  state: z.enum(INDICATOR_STATES),
  requestId: RequestIdSchema,
  reason: z.enum(REQUEST_REASONS),
  requestedAt: seconds,
});

/** How the token is now. Files that cannot be read are `null`: a torn token has a status as well. */
export const TokenStatusSchema = z.object({
  pid: z.number().int(),
  present: z.boolean(),
  presentations: count,
  kind: TokenKindSchema,
  protocol: z.enum(PROTOCOLS),
  link: z.enum(LINK_NAMES),
  /** Hex. */
  atr: z.string(),
  uid: z.string(),
  tokenId: TokenIdSchema.nullable(),
  issuer: z.string().nullable(),
  slot: z.enum(['A', 'B']).nullable(),
  imageSequence: count.nullable(),
  imageLength: count.nullable(),
  indicator: IndicatorSchema.nullable(),
  logEntries: count.nullable(),
  armed: z.array(FaultSchema),
  counters: z.object({
    apdus: count,
    apduBytes: count,
    linkBytes: count,
    linkMicros: count,
    pageWrites: count,
  }),
});
export type TokenStatus = z.infer<typeof TokenStatusSchema>;

export const TokenDumpSchema = z.object({
  status: TokenStatusSchema,
  log: z.array(z.object({ logSequence: count, transaction: TransactionSchema })).nullable(),
  /** Contents in hex by path of file identifiers, such as `5243/0001`; records in order of their numbers. */
  files: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type TokenDump = z.infer<typeof TokenDumpSchema>;

export const ControlReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: FailureSchema }),
]);
