import { z } from 'zod';
import {
  DigestSchema,
  IssuerSchema,
  MAX_IMAGE_BYTES,
  RequestIdSchema,
  TokenIdSchema,
  TokenKindSchema,
  TransactionSchema,
} from '../image/model.ts';
import { INDICATOR_STATES, REQUEST_REASONS } from '../token/ef-commit.ts';
import { FailureSchema } from './failure.ts';

/** The HTTP contract between kiosk and remote server. Both parse with these schemas; OpenAPI is made of them. */

const uint32 = z.number().int().nonnegative().max(0xffff_ffff);
/** A signed image in base64. */
export const SignedImageSchema = z.base64().max(Math.ceil(MAX_IMAGE_BYTES / 3) * 4);
export const VisitIdSchema = z.uuid();
export const KioskIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
/** Instants between machines are text with their offset, so nobody guesses a unit. */
export const InstantSchema = z.iso.datetime({ offset: true });

export const RequestReasonSchema = z.enum(REQUEST_REASONS);
export const IndicatorSchema = z.object({
  state: z.enum(INDICATOR_STATES),
  requestId: RequestIdSchema,
  reason: RequestReasonSchema,
  requestedAt: uint32,
});

/** What a kiosk read of a token. All of it comes from the token and is believed only so far. */
export const TokenReportSchema = z.object({
  tokenId: TokenIdSchema,
  issuer: IssuerSchema,
  kind: TokenKindSchema,
  generation: z.number().int().nonnegative().max(0xffff),
  validFrom: uint32,
  validTo: uint32,
  slotSize: z.number().int().positive().max(MAX_IMAGE_BYTES),
  slots: z.union([z.literal(1), z.literal(2)]),
  /** The committed image, or `null` on a token that carries none. */
  image: z
    .object({
      digest: DigestSchema,
      sequence: uint32,
      length: z.number().int().nonnegative().max(MAX_IMAGE_BYTES),
    })
    .nullable(),
  indicator: IndicatorSchema,
  /** Digest of what the inactive slot held when it was last committed, if the twin record is whole. */
  inactiveDigest: DigestSchema.nullable(),
  /** EF.LOG's sequence of its newest record, and up to which the image includes them. */
  logSequence: uint32,
  logIncluded: uint32,
  /** Transactions that the token's log holds beyond its image, oldest first. */
  log: z.array(TransactionSchema).max(255),
  /** Records that EF.LOG had already overwritten when it was read. */
  logLost: uint32,
});
export type TokenReport = z.infer<typeof TokenReportSchema>;

export const VisitRequestSchema = z.object({
  /** The kiosk's journal id: the same id is the same visit and gets the same answer. */
  visitId: VisitIdSchema,
  kiosk: KioskIdSchema,
  at: InstantSchema,
  token: TokenReportSchema,
});
export type VisitRequest = z.infer<typeof VisitRequestSchema>;

/** `POST /v1/visits/:id/image`: the image that the token carries, sent when the host asked for it. */
export const RecordImageSchema = z.object({ image: SignedImageSchema });
export type RecordImage = z.infer<typeof RecordImageSchema>;

export const REFUSE_REASONS = [
  'token-unknown',
  'hotlisted',
  'expired',
  'not-yet-valid',
  'superseded',
  'quota-used',
  'open-elsewhere',
  'image-untrusted',
  'no-backup',
] as const;
export type RefuseReason = (typeof REFUSE_REASONS)[number];

export const UPDATE_REASONS = [
  'request-pending',
  'indicator-set',
  'token-behind',
  'image-missing',
  // from one device to another, see transfer.ts
  'synchronize',
  'replace',
  'merge',
] as const;
export type UpdateReason = (typeof UPDATE_REASONS)[number];

/** Why the image server took this backup and no other. */
export const ChosenBackupSchema = z.object({
  backupId: z.string().max(64),
  sequence: uint32,
  capturedAt: InstantSchema,
  /** Kiosk or back office where it was recorded. */
  recordedBy: z.string().max(64),
  verified: z.boolean(),
  why: z.enum(['latest-verified', 'latest', 'as-of', 'issued', 'transferred', 'chosen']),
  /** Transactions of the ledger that were added to it. */
  transactionsAdded: uint32,
});
export type ChosenBackup = z.infer<typeof ChosenBackupSchema>;

export const DecisionSchema = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('current'), reason: z.literal('current') }),
  z.object({ decision: z.literal('record'), reason: z.literal('token-ahead') }),
  z.object({
    decision: z.literal('refuse'),
    reason: z.enum(REFUSE_REASONS),
    /** Staff can look the case up by it. */
    reference: z.string().max(32),
  }),
  z.object({
    decision: z.literal('update'),
    reason: z.enum(UPDATE_REASONS),
    /** The request that this update serves; `null` when there was none, only a token behind. */
    requestId: RequestIdSchema.nullable(),
    requestReason: RequestReasonSchema,
    image: SignedImageSchema,
    digest: DigestSchema,
    sequence: uint32,
    chosen: ChosenBackupSchema,
    /** EF.LOG's sequence up to which the image includes the token's own log. */
    logIncluded: uint32,
    /** The signed image with the digest `inactiveDigest`, if the image server has it: spares bytes on the link. */
    inactiveImage: SignedImageSchema.nullable(),
    /** The signed image that the token carries now, if known: spares reading it for the comparison. */
    currentImage: SignedImageSchema.nullable(),
  }),
]);
export type Decision = z.infer<typeof DecisionSchema>;
export type UpdateDecision = Extract<Decision, { decision: 'update' }>;

export const VisitAnswerSchema = z.object({ visitId: VisitIdSchema, decision: DecisionSchema });
export type VisitAnswer = z.infer<typeof VisitAnswerSchema>;

export const OUTCOMES = [
  'current',
  'updated',
  'declined',
  'refused',
  'interrupted',
  'set-aside',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes of one visit. */
export const MOST_REVISIONS = 1000;

/** `POST /v1/visits/:id/outcome`: how a visit ended. Sent until acknowledged; the latest `revision` counts. */
export const OutcomeReportSchema = z.object({
  kiosk: KioskIdSchema,
  tokenId: TokenIdSchema,
  at: InstantSchema,
  /** Rises with each outcome of this visit: an interrupted one can still become updated. */
  revision: z.number().int().positive().max(MOST_REVISIONS),
  outcome: z.enum(OUTCOMES),
  /** Of an update: what was written and read back. */
  written: z
    .object({
      digest: DigestSchema,
      sequence: uint32,
      bytes: z.number().int().nonnegative(),
      verified: z.boolean(),
      /** The request that was cleared on the token in the same commit. */
      clearedRequestId: RequestIdSchema.nullable(),
    })
    .nullable(),
  failure: FailureSchema.nullable(),
});
export type OutcomeReport = z.infer<typeof OutcomeReportSchema>;

/**
 * `POST /v1/visits/:id/hold`: the kiosk is still at work with the token. Sent now and then while an offer, a write or a
 * job lasts; a kiosk that falls silent keeps nobody from the token any more.
 */
export const HoldSchema = z.object({ kiosk: KioskIdSchema, tokenId: TokenIdSchema });
export type Hold = z.infer<typeof HoldSchema>;
/** `held`: whether it is this kiosk's still; not when the visit has ended. */
export const HoldAnswerSchema = z.object({ visitId: VisitIdSchema, held: z.boolean() });

export const OutcomeAnswerSchema = z.object({
  visitId: VisitIdSchema,
  acknowledged: z.literal(true),
  /**
   * Whether the token is in use, now that this was told: not one whose place another one had taken before. A host of an
   * earlier release says nothing of it.
   */
  inUse: z.boolean().default(true),
});

/**
 * `POST /v1/visits/:id/backup`: what a token carried that was met while the host was away. It is sent when the host is
 * back, and may be out of date by then. `image` is `null` of a token without one.
 */
export const BackupReportSchema = z.object({
  kiosk: KioskIdSchema,
  at: InstantSchema,
  token: TokenReportSchema,
  image: SignedImageSchema.nullable(),
});
export type BackupReport = z.infer<typeof BackupReportSchema>;
/** `kept`: whether the image is among the token's backups now. */
export const BackupAnswerSchema = z.object({ visitId: VisitIdSchema, kept: z.boolean() });
export type BackupAnswer = z.infer<typeof BackupAnswerSchema>;

/** What every server here answers to a request that it did not carry out. */
export const ProblemSchema = z.object({
  error: z.string().max(64),
  message: z.string().max(500),
});
export type Problem = z.infer<typeof ProblemSchema>;

export const HostHealthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  now: InstantSchema,
});
