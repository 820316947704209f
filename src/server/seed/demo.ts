import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { KioskIdSchema, RequestReasonSchema, VisitIdSchema } from '../../shared/contract/host.ts';
import {
  CardImageSchema,
  DateSchema,
  ProgrammeSchema,
  RequestIdSchema,
  TokenIdSchema,
  TransactionSchema,
} from '../../shared/image/model.ts';
import { IdentitySchema, PatchTokenSchema } from '../host/admin-contract.ts';
import { ReserveRuleSchema } from '../host/programmes.ts';
import { CellJsonSchema } from '../images/cell-json.ts';
import { CriteriaSchema } from '../images/select.ts';
import { IMAGE_OPERATIONS } from '../images/service.ts';

/** Instants are written as text in the demonstration data, and are seconds everywhere else. */
const moment = z.iso.datetime({ offset: true }).transform((text) => Math.floor(Date.parse(text) / 1000));
const transaction = TransactionSchema.extend({ at: moment });

const ImageSchema = z.object({
  account: CardImageSchema.shape.accountRef,
  sequence: CardImageSchema.shape.sequence,
  capturedAt: moment,
  programmes: z.array(CellJsonSchema),
  transactions: z.array(transaction).default([]),
});
export type DemoImage = z.infer<typeof ImageSchema>;

/** What a server needs to know of a description of a software token; what the token alone needs is left out. */
const TokenSchema = z.object({
  name: z.string(),
  tokenId: TokenIdSchema,
  issuer: IdentitySchema.shape.issuer,
  kind: IdentitySchema.shape.kind,
  generation: IdentitySchema.shape.generation,
  validFrom: DateSchema,
  validTo: DateSchema,
  memory: z.object({
    slotSize: IdentitySchema.shape.slotSize,
    slots: IdentitySchema.shape.slots.default(2),
  }),
  image: ImageSchema.optional(),
});
export type DemoToken = z.infer<typeof TokenSchema>;

const HostEntrySchema = z.strictObject({
  /** Name of the token's file. */
  token: z.string(),
  holder: z.string(),
  /** Of a token that has neither an image nor a backup: it is put on file blank. */
  account: ImageSchema.shape.account.optional(),
  /** Images that were recorded before; of a token with an image, beside its own. */
  backups: z
    .array(
      z.strictObject({
        recordedBy: z.string(),
        image: ImageSchema.extend({ account: ImageSchema.shape.account.optional() }),
      }),
    )
    .default([]),
  /** What terminals posted that is not on the token. */
  ledger: z.array(transaction).default([]),
  requests: z
    .array(
      z.strictObject({
        requestId: RequestIdSchema,
        reason: RequestReasonSchema.exclude(['none']),
        criteria: CriteriaSchema.default({}),
      }),
    )
    .default([]),
  hotlist: z.string().optional(),
  patch: PatchTokenSchema.optional(),
  /** Updates that were made before. */
  updates: z.array(z.strictObject({ visitId: VisitIdSchema, kiosk: KioskIdSchema })).default([]),
  /** Synchronizations that were finished before. */
  synchronizations: z
    .array(z.strictObject({ jobId: VisitIdSchema, transferId: VisitIdSchema, kiosk: KioskIdSchema }))
    .default([]),
});
export type HostEntry = z.infer<typeof HostEntrySchema>;

const HostDataSchema = z.strictObject({
  coupons: z.array(IMAGE_OPERATIONS.title.body),
  /** What programmes hold back when a token is replaced that nobody can read. */
  reserves: z.array(ReserveRuleSchema.extend({ programme: ProgrammeSchema })).default([]),
  tokens: z.array(HostEntrySchema),
});

export interface Demo {
  readonly tokens: ReadonlyMap<string, DemoToken>;
  readonly host: z.infer<typeof HostDataSchema>;
}

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** The demonstration data in `folder`: descriptions of tokens, and what the host knows about them. */
export async function readDemo(folder: string): Promise<Demo> {
  const files = (await readdir(join(folder, 'tokens'))).filter((file) => file.endsWith('.json')).sort();
  const tokens = new Map<string, DemoToken>();
  for (const file of files)
    tokens.set(basename(file, '.json'), TokenSchema.parse(await readJson(join(folder, 'tokens', file))));
  return { tokens, host: HostDataSchema.parse(await readJson(join(folder, 'host.json'))) };
}

const DAY = 86_400;
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000;

/** The token as it is registered: valid from the first second of the first day to the last of the last. */
export const identityOf = (token: DemoToken): z.infer<typeof IdentitySchema> => ({
  tokenId: token.tokenId,
  issuer: token.issuer,
  kind: token.kind,
  generation: token.generation,
  validFrom: dayOf(token.validFrom),
  validTo: dayOf(token.validTo) + DAY - 1,
  ...token.memory,
});
