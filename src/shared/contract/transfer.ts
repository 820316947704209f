import { z } from 'zod';
import { SettlementsSchema } from '../image/merge/report.ts';
import {
  DigestSchema,
  IssuerSchema,
  ProgrammeSchema,
  TokenIdSchema,
  TokenKindSchema,
} from '../image/model.ts';
import {
  DecisionSchema,
  InstantSchema,
  KioskIdSchema,
  SignedImageSchema,
  TokenReportSchema,
  VisitIdSchema,
} from './host.ts';

/**
 * The HTTP contract of what goes from one device to another. A *job* has two devices. Each is asked for on its own
 * (`POST /v1/transfers`, its id is also its visit's id); the answer's nonce has to be shown in the later steps. Then
 * `POST /v1/jobs/:id/inputs` gives what the result is made of, for a person to see, and `POST /v1/jobs/:id/images`
 * uses the nonces up and gives the signed images that are written. How it ended is a visit's outcome, for each device.
 */

const uint32 = z.number().int().nonnegative().max(0xffff_ffff);
/** Text for people in one line. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must have no control characters');

export const JOBS = ['synchronize', 'replace', 'merge'] as const;
export const JobKindSchema = z.enum(JOBS);
/** Whether a decision was made for a job: its reason is then the job's name. */
export const isJob = (reason: string | undefined): boolean => JOBS.some((job) => job === reason);
export type JobKind = z.infer<typeof JobKindSchema>;
export const ROLES = ['first', 'second'] as const;
export const DeviceRoleSchema = z.enum(ROLES);
export type DeviceRole = z.infer<typeof DeviceRoleSchema>;

/** The member of staff who answers for a step, as the kiosk's configuration names them. */
export const StaffIdSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,31}$/);

export const TOKEN_STATUSES = ['active', 'lost', 'stolen', 'damaged', 'superseded', 'retired'] as const;
export const TokenStatusSchema = z.enum(TOKEN_STATUSES);
export type TokenStatus = z.infer<typeof TokenStatusSchema>;

/** Why a device is not valid for a job, in the order in which the host looks. */
export const TRANSFER_REFUSALS = [
  'token-unknown',
  'hotlisted',
  'expired',
  'not-yet-valid',
  'superseded',
  'not-active',
  'first-not-valid',
  'same-token',
  'other-account',
  'other-person',
  'not-reported',
  'open-elsewhere',
  'quota-used',
  'schema-unfit',
  'capacity-unfit',
  'image-missing',
  'image-untrusted',
  'merge-needed',
  'no-backup',
] as const;
export const TransferRefusalSchema = z.enum(TRANSFER_REFUSALS);
export type TransferRefusal = z.infer<typeof TransferRefusalSchema>;

/** `POST /v1/transfers`: is this device valid for the job? Asked again, it is answered again. */
export const TransferRequestSchema = z.strictObject({
  /** Of this device in this job; also the id of its visit. */
  transferId: VisitIdSchema,
  jobId: VisitIdSchema,
  job: JobKindSchema,
  role: DeviceRoleSchema,
  kiosk: KioskIdSchema,
  at: InstantSchema,
  device: z.discriminatedUnion('presence', [
    z.strictObject({ presence: z.literal('present'), token: TokenReportSchema }),
    /** The lost or dead first device of a replacement. */
    z.strictObject({ presence: z.literal('absent'), tokenId: TokenIdSchema }),
  ]),
});
export type TransferRequest = z.infer<typeof TransferRequestSchema>;

const refused = z.object({
  valid: z.literal(false),
  reason: TransferRefusalSchema,
  /** Staff can look the case up by it. */
  reference: z.string().max(32),
  /** Synchronizations that this device may still have in the quota's days; `null` without a quota. */
  quotaLeft: uint32.nullable(),
});
export type TransferRefused = z.infer<typeof refused>;

export const TransferAnswerSchema = z.object({
  transferId: VisitIdSchema,
  answer: z.discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      quotaLeft: uint32.nullable(),
      /** Until when the answer holds. */
      until: InstantSchema,
      /** Serves once; every later step of the job carries it. */
      nonce: z.string().regex(/^[0-9a-f]{32}$/),
      /** The host wants the image that the token carries, read just now (`POST /v1/transfers/:id/image`). */
      sendImage: z.boolean(),
      holder: z.string().max(80),
    }),
    refused,
  ]),
});
export type TransferAnswer = z.infer<typeof TransferAnswerSchema>['answer'];

/** `POST /v1/transfers/:id/image`: recorded as a backup if it is trusted. Answered as the transfer is. */
export const TransferImageSchema = z.strictObject({
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  image: SignedImageSchema,
});

const nonces = z.strictObject({ first: z.string().max(64), second: z.string().max(64) });

/** `POST /v1/jobs/:id/inputs`. */
export const JobInputsRequestSchema = z.strictObject({
  kiosk: KioskIdSchema,
  nonces,
  /** Replacement: the backup that staff chose; the suggested one when left out. */
  backupId: z.string().max(64).optional(),
});
export type JobInputsRequest = z.infer<typeof JobInputsRequestSchema>;

export const JobInputsSchema = z.object({
  jobId: VisitIdSchema,
  answer: z.discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      /** The first device's image brought up to date; of a replacement, what the new one is to carry. Signed. */
      first: SignedImageSchema,
      /** The second's own, brought up to date; `null` when it carries none. */
      second: SignedImageSchema.nullable(),
      /** The image that both come from, where one is known. */
      base: SignedImageSchema.nullable(),
      /** The conflict resolution rules: COSE_Sign1, see `image/merge/signed-rules.ts`. */
      rules: z.base64().max(16_384),
      today: z.iso.date(),
      /** Bytes for the encoded image without its signature, that both devices have room for. */
      capacity: z.number().int().positive(),
      /** Replacement: what is held back for offline spending that nobody has seen yet, minor units. */
      reserve: z
        .array(z.object({ programme: ProgrammeSchema, amount: z.number().int().nonnegative() }))
        .max(64),
      /** Transactions of the ledger that were added to the first device's image. */
      transactionsAdded: uint32,
    }),
    refused,
  ]),
});
export type JobInputs = Extract<z.infer<typeof JobInputsSchema>['answer'], { valid: true }>;
export type JobInputsAnswer = z.infer<typeof JobInputsSchema>['answer'];

/** `POST /v1/jobs/:id/images`: uses the nonces up. The same question gets the same answer. */
export const JobImagesRequestSchema = z.strictObject({
  kiosk: KioskIdSchema,
  nonces,
  backupId: z.string().max(64).optional(),
  /** Digests of the inputs' signed images that the person saw, so that nothing else is written. */
  inputs: z.strictObject({ first: DigestSchema, second: DigestSchema.nullable() }),
  /** Merge: what staff settled. */
  settlements: SettlementsSchema,
  /** Who answers for it; `null` at a self-service kiosk. */
  staff: StaffIdSchema.nullable(),
});
export type JobImagesRequest = z.infer<typeof JobImagesRequestSchema>;

export const WriteSchema = DecisionSchema.options[3];
export const JobImagesSchema = z.object({
  jobId: VisitIdSchema,
  answer: z.discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      /** For the second device. */
      second: WriteSchema,
      /** Merge: the first device gets the same content. Otherwise `null`. */
      first: WriteSchema.nullable(),
    }),
    refused,
  ]),
});
export type JobImages = Extract<z.infer<typeof JobImagesSchema>['answer'], { valid: true }>;
export type JobImagesAnswer = z.infer<typeof JobImagesSchema>['answer'];

/** `POST /v1/customers/search`, for desks: whose token it is. */
export const SEARCH_BY = ['account', 'number'] as const;
export type SearchBy = (typeof SEARCH_BY)[number];
export const CustomerSearchSchema = z.strictObject({
  kiosk: KioskIdSchema,
  /** `number`: the sixteen digits that are printed on a card or shown by a phone. */
  by: z.enum(SEARCH_BY),
  value: line(64),
});
export type CustomerSearch = z.infer<typeof CustomerSearchSchema>;

export const CustomerTokenSchema = z.object({
  tokenId: TokenIdSchema,
  kind: TokenKindSchema,
  issuer: IssuerSchema,
  generation: z.number().int().nonnegative(),
  status: TokenStatusSchema,
  /** When it was reported; `null` while it is active. */
  reportedAt: InstantSchema.nullable(),
  hotlisted: z.boolean(),
});
export type CustomerToken = z.infer<typeof CustomerTokenSchema>;
export const CustomerSchema = z.object({
  accountRef: z.string().max(24),
  holder: z.string().max(80),
  tokens: z.array(CustomerTokenSchema).max(100),
});
export type Customer = z.infer<typeof CustomerSchema>;
export const CustomersSchema = z.object({ customers: z.array(CustomerSchema).max(20) });

/** `POST /v1/tokens/:id/report`, for desks. */
export const REPORTS = ['lost', 'stolen', 'damaged', 'upgraded'] as const;
export const ReportKindSchema = z.enum(REPORTS);
export type ReportKind = z.infer<typeof ReportKindSchema>;
/** Lost and stolen ones are refused from the report on; any other works until its successor has taken over. */
export const isMissing = (report: string | null): boolean => report === 'lost' || report === 'stolen';
export const ReportTokenSchema = z.strictObject({
  kiosk: KioskIdSchema,
  report: ReportKindSchema,
  staff: StaffIdSchema.nullable(),
});
export const ReportedSchema = z.object({
  tokenId: TokenIdSchema,
  status: TokenStatusSchema,
  reportedAt: InstantSchema,
});

/** What a backup holds, as a list of what can be counted in it: the renderer puts words to it. */
const CellViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('points'), balance: z.number().int(), label: z.string().nullable() }),
  z.object({ kind: z.literal('purse'), balance: z.number().int(), currency: z.string() }),
  z.object({ kind: z.literal('coupons'), count: uint32, uses: uint32, titles: z.array(z.string()) }),
  z.object({ kind: z.literal('ticket'), title: z.string(), validTo: z.string().nullable() }),
  z.object({ kind: z.literal('membership'), level: z.string() }),
  z.object({ kind: z.literal('preferences'), count: uint32 }),
  z.object({ kind: z.literal('opaque'), bytes: uint32 }),
]);
export const ContentSchema = z.array(z.object({ programme: ProgrammeSchema, view: CellViewSchema })).max(64);

export const BACKUP_REASONS = [
  'last-before-report',
  'latest',
  'read-back',
  'nothing-since',
  'signed',
  'issued',
] as const;
export const BACKUP_BLOCKS = ['after-report', 'untrusted'] as const;
/** `POST /v1/tokens/:id/backup-offers`, for desks: newest first, exactly one suggested where one can be chosen. */
export const BackupOfferSchema = z.object({
  backupId: z.string().max(64),
  sequence: uint32,
  capturedAt: InstantSchema,
  recordedBy: z.string().max(64),
  /** Where it comes from; `recorded` was read from the token. */
  origin: z.enum(['issued', 'composed', 'recorded', 'transferred']),
  verified: z.boolean(),
  content: ContentSchema,
  /** Transactions of the ledger that would be added to it. */
  transactionsToAdd: uint32,
  suggested: z.boolean(),
  reasons: z.array(z.enum(BACKUP_REASONS)),
  blocked: z.enum(BACKUP_BLOCKS).nullable(),
});
export type BackupOffer = z.infer<typeof BackupOfferSchema>;
export const BackupOffersRequestSchema = z.strictObject({ kiosk: KioskIdSchema });
export const BackupOffersSchema = z.object({
  tokenId: TokenIdSchema,
  offers: z.array(BackupOfferSchema).max(200),
});
