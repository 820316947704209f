import { z } from 'zod';
import {
  ChosenBackupSchema,
  InstantSchema,
  SignedImageSchema,
  TokenReportSchema,
} from '../../shared/contract/host.ts';
import type { Result } from '../../shared/contract/result.ts';
import { BackupOfferSchema } from '../../shared/contract/transfer.ts';
import { PROBLEMS } from '../../shared/image/apply.ts';
import { SettlementsSchema } from '../../shared/image/merge/report.ts';
import { MergeRulesSchema } from '../../shared/image/merge/rules.ts';
import {
  CardImageSchema,
  DateSchema,
  DigestSchema,
  ItemSchema,
  MAX_IMAGE_BYTES,
  ProgrammeSchema,
  RequestIdSchema,
  TokenIdSchema,
  TransactionSchema,
} from '../../shared/image/model.ts';
import { CellJsonSchema } from './cell-json.ts';
import { PublicKeySchema } from './keys.ts';
import { CriteriaSchema } from './select.ts';

/** The card image server's contract: one table, from which its routes, its client and the host's types come. */

const uint32 = z.number().int().nonnegative().max(0xffff_ffff);
const generation = z.number().int().nonnegative().max(0xffff);
const slotSize = z.number().int().positive().max(MAX_IMAGE_BYTES);
/** Kiosk, terminal or person that something comes from. */
export const SourceSchema = z.string().min(1).max(64);
const token = z.object({ tokenId: TokenIdSchema });

export const BackupSchema = z.object({
  backupId: z.string().max(64),
  digest: DigestSchema,
  sequence: uint32,
  generation,
  capturedAt: InstantSchema,
  recordedBy: SourceSchema,
  origin: z.enum(['issued', 'composed', 'recorded']),
  /** Whether a kiosk has read it back from the token. */
  verified: z.boolean(),
});
export type Backup = z.infer<typeof BackupSchema>;

export const PostResultSchema = z.object({
  terminal: z.string(),
  counter: uint32,
  /** `repeated`: it was there already. `conflict`: another body was, and the new one is kept as a sign of fraud. */
  result: z.enum(['recorded', 'repeated', 'conflict']),
});

export const LedgerRowSchema = TransactionSchema.extend({
  postedAt: InstantSchema,
  postedBy: SourceSchema,
  /** The first image that includes it, or null; 0 when it is settled without being in any balance. */
  includedSequence: uint32.nullable(),
  problem: z.enum(PROBLEMS).nullable(),
});
export const LedgerConflictSchema = z.object({
  transaction: TransactionSchema,
  postedAt: InstantSchema,
  postedBy: SourceSchema,
});

/** What the image server knows about a token that presents itself. */
export const TokenStateSchema = z.object({
  hasBackup: z.boolean(),
  /** Whether the token's own image is known. */
  digestKnown: z.boolean(),
  highestSequence: uint32,
  /** Transactions of the ledger that are neither in the token's image nor in its log. */
  missingTransactions: uint32,
  /** Whether a verified image of this generation is newer than the token's. */
  newerVerified: z.boolean(),
});
export type TokenState = z.infer<typeof TokenStateSchema>;

export const IMAGE_OPERATIONS = {
  keys: { body: z.object({}), answer: z.object({ keys: z.array(PublicKeySchema) }) },
  /** The first image of a token, made of cells. Transactions are those that the cells already include. */
  issue: {
    body: token.extend({
      accountRef: CardImageSchema.shape.accountRef,
      issuer: CardImageSchema.shape.issuer,
      generation,
      slotSize,
      cells: z.array(CellJsonSchema).max(64),
      transactions: z.array(TransactionSchema).max(1000),
      recordedBy: SourceSchema,
      verified: z.boolean(),
    }),
    answer: z.object({ image: SignedImageSchema, backup: BackupSchema }),
  },
  /** An image from elsewhere becomes a backup, if its signature is trusted and it is this token's. */
  record: {
    body: token.extend({ image: SignedImageSchema, recordedBy: SourceSchema, verified: z.boolean() }),
    answer: z.object({ backup: BackupSchema }),
  },
  post: {
    body: token.extend({ transactions: z.array(TransactionSchema).max(1000), postedBy: SourceSchema }),
    answer: z.object({ results: z.array(PostResultSchema) }),
  },
  state: {
    body: token.extend({
      generation,
      image: TokenReportSchema.shape.image,
      log: TokenReportSchema.shape.log,
    }),
    answer: TokenStateSchema,
  },
  compose: {
    body: token.extend({
      generation,
      slotSize,
      /** Sequence of the image that the token carries, 0 when it has none. */
      afterSequence: uint32,
      requestId: RequestIdSchema.nullable(),
      criteria: CriteriaSchema,
      currentDigest: DigestSchema.nullable(),
      inactiveDigest: DigestSchema.nullable(),
    }),
    answer: z.object({
      image: SignedImageSchema,
      digest: DigestSchema,
      sequence: uint32,
      chosen: ChosenBackupSchema,
      currentImage: SignedImageSchema.nullable(),
      inactiveImage: SignedImageSchema.nullable(),
    }),
  },
  /**
   * An input of a job: the device's image brought up to date and signed, kept as a composed one. Of a replacement it
   * is made of the backup that staff chose, less the reserve. Repeated, it is answered with the same image.
   */
  side: {
    body: token.extend({
      generation,
      capacity: slotSize,
      /** The image that the device was read to carry; `null` for a device that is not there. */
      digest: DigestSchema.nullable(),
      /** The backup that is to be used instead; with neither, the one that is suggested. */
      backupId: z.string().max(64).nullable(),
      /** When the device was reported; later backups are not used. */
      reportedAt: InstantSchema.nullable(),
      /** Held back for offline spending, at most the balance. */
      reserve: z
        .array(z.object({ programme: ProgrammeSchema, amount: z.number().int().nonnegative() }))
        .max(64),
    }),
    answer: z.object({
      image: SignedImageSchema,
      digest: DigestSchema,
      chosen: ChosenBackupSchema,
      /** What was really held back, and as which transaction: releasing it is another one of the same amount. */
      reserve: z
        .array(
          z.object({
            programme: ProgrammeSchema,
            amount: z.number().int().positive(),
            transaction: TransactionSchema,
          }),
        )
        .max(64),
    }),
  },
  /** The image that a job writes: content of `first`, merged with `second` where that is given, for the target. */
  transfer: {
    body: z.object({
      target: token.extend({
        accountRef: CardImageSchema.shape.accountRef,
        issuer: CardImageSchema.shape.issuer,
        generation,
        slotSize,
        /** Sequence of the image that the token carries, 0 when it has none. */
        afterSequence: uint32,
        currentDigest: DigestSchema.nullable(),
        inactiveDigest: DigestSchema.nullable(),
      }),
      jobId: z.uuid(),
      source: z.enum(['migrated', 'merged']),
      /** Answers of `side`, and an image that both come from. */
      first: z.object({ tokenId: TokenIdSchema, digest: DigestSchema }),
      second: z.object({ tokenId: TokenIdSchema, digest: DigestSchema }).nullable(),
      base: z.object({ tokenId: TokenIdSchema, digest: DigestSchema }).nullable(),
      rules: MergeRulesSchema,
      today: DateSchema,
      capacity: z.number().int().positive(),
      settlements: SettlementsSchema,
    }),
    /** As `compose`. Fails with `action-not-possible` while a conflict is open. */
    answer: z.object({
      image: SignedImageSchema,
      digest: DigestSchema,
      sequence: uint32,
      chosen: ChosenBackupSchema,
      currentImage: SignedImageSchema.nullable(),
      inactiveImage: SignedImageSchema.nullable(),
    }),
  },
  /** A signed image that is kept, such as the base of a merge. */
  fetch: {
    body: token.extend({ digest: DigestSchema }),
    answer: z.object({ image: SignedImageSchema }),
  },
  /** The rules, signed by this server's key, for a kiosk to check. */
  signRules: { body: z.object({ rules: MergeRulesSchema }), answer: z.object({ rules: z.base64() }) },
  /** What staff may choose from for a replacement. */
  offers: {
    body: token.extend({ reportedAt: InstantSchema.nullable() }),
    answer: z.object({ offers: z.array(BackupOfferSchema) }),
  },
  /** A kiosk has read the image back from the token: it becomes a verified backup. */
  confirm: { body: token.extend({ digest: DigestSchema }), answer: z.object({ known: z.boolean() }) },
  backups: { body: token, answer: z.object({ backups: z.array(BackupSchema) }) },
  /** Every programme that a backup of the token holds. */
  programmes: { body: token, answer: z.object({ programmes: z.array(ProgrammeSchema) }) },
  transactions: {
    /** `notIncludedBy`: leaves out what the image of that sequence, or an earlier one, includes. */
    body: token.extend({ notIncludedBy: uint32.optional() }),
    answer: z.object({
      transactions: z.array(LedgerRowSchema),
      conflicts: z.array(LedgerConflictSchema),
    }),
  },
  /** The title under which a coupon appears that terminals issue by its id. */
  title: {
    body: z.object({
      programme: ProgrammeSchema,
      item: ItemSchema,
      title: z
        .string()
        .min(1)
        .max(60)
        .regex(/^\P{Cc}*$/u, 'must have no control characters'),
      expiresOn: DateSchema.optional(),
    }),
    answer: z.object({ item: ItemSchema }),
  },
} as const;

/**
 * Header of every request: the host's clock, in milliseconds since 1970-01-01T00:00:00Z. What was captured or posted
 * before something happened is decided by one clock, also where the two servers' own ones differ.
 */
export const HOST_CLOCK_HEADER = 'recard-host-clock';

type Operations = typeof IMAGE_OPERATIONS;
export type OperationName = keyof Operations;
export type Body<O extends OperationName> = z.infer<Operations[O]['body']>;
export type Answer<O extends OperationName> = z.infer<Operations[O]['answer']>;

/**
 * The card image server, in this process or behind HTTP. Failures are those of images (`image-…`), and
 * `host-unreachable`, `host-timeout`, `host-credentials-refused`, `host-failed` where it is elsewhere.
 */
export type ImageService = {
  readonly [O in OperationName]: (body: Body<O>) => Promise<Result<Answer<O>>>;
};
