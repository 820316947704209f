import { z } from 'zod';
import {
  InstantSchema,
  KioskIdSchema,
  OutcomeReportSchema,
  RequestReasonSchema,
  SignedImageSchema,
  TokenReportSchema,
  VisitIdSchema,
} from '../../shared/contract/host.ts';
import { ReportKindSchema, TokenStatusSchema } from '../../shared/contract/transfer.ts';
import {
  CardImageSchema,
  RequestIdSchema,
  TokenIdSchema,
  TransactionSchema,
} from '../../shared/image/model.ts';
import { CellJsonSchema } from '../images/cell-json.ts';
import { RESERVE_TERMINAL } from '../images/reserve.ts';
import { CriteriaSchema } from '../images/select.ts';
import { BackupSchema, LedgerConflictSchema, LedgerRowSchema } from '../images/service.ts';
import { RELEASE_TERMINAL } from './found/reserve.ts';
import { ScopeSchema, scopeAgrees } from './scope.ts';

/** What the back office asks of the host, and what it is answered. */

/** Text for people in one line: PostgreSQL keeps no NUL, and a line break would forge a second line. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must have no control characters');

const { issuer, kind, generation, validFrom, validTo, slotSize, slots } = TokenReportSchema.shape;
export const IdentitySchema = z.strictObject({
  tokenId: TokenIdSchema,
  issuer,
  kind,
  generation,
  /** Seconds since 1970-01-01T00:00:00Z, both included. */
  validFrom,
  validTo,
  slotSize,
  slots,
});
export const AccountSchema = z.strictObject({
  accountRef: CardImageSchema.shape.accountRef,
  holder: line(80),
});
const days = z.number().int().positive().max(3660);
const QuotaSchema = z.strictObject({ updates: z.number().int().positive().max(10_000), days });
const SyncQuotaSchema = z.strictObject({
  synchronizations: z.number().int().nonnegative().max(10_000),
  days,
});
/** Who carries the token, where an account has more than one person. */
export const PersonSchema = z.strictObject({ personRef: CardImageSchema.shape.accountRef, name: line(80) });

export const RegisterTokenSchema = z.strictObject({
  token: IdentitySchema,
  account: AccountSchema,
  person: PersonSchema.optional(),
  /**
   * The cells of a first image, or an image that a trusted image server signed already, or nothing at all: a new
   * token that is to take the place of another one.
   */
  content: z.union([
    z.strictObject({
      cells: z.array(CellJsonSchema).max(64),
      /** Those that the cells already include. */
      transactions: z.array(TransactionSchema).max(1000).default([]),
    }),
    z.strictObject({ image: SignedImageSchema }),
    z.strictObject({ blank: z.literal(true) }),
  ]),
  /** Whether the image has been written to the token and read back. */
  verified: z.boolean().default(false),
});
export type RegisterToken = z.infer<typeof RegisterTokenSchema>;
export const RegisteredSchema = z.object({
  tokenId: TokenIdSchema,
  /** Both `null` for a token that was registered blank. */
  image: SignedImageSchema.nullable(),
  backup: BackupSchema.nullable(),
});

export const PatchTokenSchema = z.strictObject({
  validFrom: validFrom.optional(),
  validTo: validTo.optional(),
  generation: generation.optional(),
  /** `superseded`: another token took its place. `active` takes a report back, the hotlist is apart. */
  status: TokenStatusSchema.optional(),
  /** At most so many updates in so many days; null for none. */
  quota: QuotaSchema.nullable().optional(),
  /** At most so many synchronizations in so many days; null for none. */
  syncQuota: SyncQuotaSchema.nullable().optional(),
});
export type PatchToken = z.infer<typeof PatchTokenSchema>;

export const TokenSummarySchema = IdentitySchema.extend({
  account: AccountSchema,
  person: PersonSchema.nullable(),
  status: TokenStatusSchema,
  /** What was reported of it; an upgraded token stays active. */
  reported: z.object({ as: ReportKindSchema, at: InstantSchema, by: z.string() }).nullable(),
  /** The token that took its place, and the one whose place it took. */
  successorId: TokenIdSchema.nullable(),
  predecessorId: TokenIdSchema.nullable(),
  quota: QuotaSchema.nullable(),
  syncQuota: SyncQuotaSchema.nullable(),
  hotlisted: z.object({ reason: z.string(), listedAt: InstantSchema }).nullable(),
});
export type TokenSummary = z.infer<typeof TokenSummarySchema>;

export const NewRequestSchema = z
  .strictObject({
    reason: RequestReasonSchema.exclude(['none']),
    /** The whole image unless told otherwise; `criteria.programmes` is its older alias. */
    scope: ScopeSchema.optional(),
    criteria: CriteriaSchema.default({}),
    /** Given when the request was written to the token too; otherwise one is made. */
    requestId: RequestIdSchema.refine((id) => !/^0+$/.test(id), 'must not be all zero').optional(),
  })
  .refine(scopeAgrees, {
    path: ['scope'],
    message: 'scope and criteria.programmes name different programmes; give one of them',
  });
export type NewRequest = z.infer<typeof NewRequestSchema>;
export const RequestSchema = z.object({
  requestId: RequestIdSchema,
  reason: RequestReasonSchema,
  scope: ScopeSchema,
  criteria: CriteriaSchema,
  status: z.enum(['pending', 'served', 'withdrawn']),
  requestedAt: InstantSchema,
  closedAt: InstantSchema.nullable(),
  /** The visit that served it. */
  closedBy: VisitIdSchema.nullable(),
});

export const HotlistSchema = z.strictObject({ reason: line(200) });

export const VisitSummarySchema = z.object({
  visitId: VisitIdSchema,
  tokenId: TokenIdSchema,
  kiosk: KioskIdSchema,
  openedAt: InstantSchema,
  /** What the kiosk shows to staff. */
  reference: z.string(),
  decision: z.string().nullable(),
  reason: z.string().nullable(),
  /** What stood in the way, for staff. */
  note: z.string().nullable(),
  outcome: OutcomeReportSchema.shape.outcome.nullable(),
  outcomeAt: InstantSchema.nullable(),
});
export const TokenDetailSchema = TokenSummarySchema.extend({
  requests: z.array(RequestSchema),
  backups: z.array(BackupSchema),
  visits: z.array(VisitSummarySchema),
});

export const PostTransactionsSchema = z
  .array(TransactionSchema.extend({ tokenId: TokenIdSchema }))
  .min(1)
  .max(1000);
export type PostTransactions = z.infer<typeof PostTransactionsSchema>;
export const PostedTransactionsSchema = z.object({
  results: z.array(
    z.object({
      tokenId: TokenIdSchema,
      terminal: z.string(),
      counter: z.number(),
      result: z.enum(['recorded', 'repeated', 'conflict', 'token-unknown']),
    }),
  ),
});
export const LedgerSchema = z.object({
  transactions: z.array(LedgerRowSchema),
  conflicts: z.array(LedgerConflictSchema),
});

/** A desk is a kiosk that staff attend: it may search customers, report tokens and see their backups. */
export const RoleSchema = z.enum(['admin', 'desk', 'kiosk', 'terminal', 'service']);
export type Role = z.infer<typeof RoleSchema>;
export const CredentialSchema = z.object({
  credentialId: z.string(),
  role: RoleSchema,
  /** A kiosk's or a terminal's is its own id: it may speak for itself only. */
  name: z.string().min(1).max(32),
  createdAt: InstantSchema,
});
/** Under which the servers themselves hold back value and give it back. */
const OWN_TERMINALS: readonly string[] = [RESERVE_TERMINAL, RELEASE_TERMINAL];
export const NewCredentialSchema = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['kiosk', 'desk']), name: KioskIdSchema }),
  z.strictObject({
    role: z.literal('terminal'),
    name: TransactionSchema.shape.terminal.refine(
      (name) => !OWN_TERMINALS.includes(name),
      'is kept for the servers',
    ),
  }),
  z.strictObject({ role: z.enum(['admin', 'service']), name: line(32) }),
]);
/** The only time that the token is shown. */
export const ShownCredentialSchema = CredentialSchema.extend({ token: z.string() });
export const RotateSchema = z.strictObject({
  /** For how long the old token stays valid, in seconds. */
  graceSeconds: z.number().int().nonnegative().max(2_592_000).default(0),
});
