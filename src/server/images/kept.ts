import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ChosenBackupSchema } from '../../shared/contract/host.ts';
import { DigestSchema, TokenIdSchema, TransactionSchema } from '../../shared/image/model.ts';

/** What an image that goes from one device to another was made of, for the day when it is seen on its token. */
const TransferSchema = z.object({
  inputs: z.array(z.object({ tokenId: TokenIdSchema, digest: DigestSchema })).min(1),
  /** The tokens whose first images its balances begin with. */
  line: z.array(TokenIdSchema).min(1),
  /** Whether what the target had belonged to the same line; if not, it went with the content it was part of. */
  shared: z.boolean(),
  /** The image that the target carried. */
  over: DigestSchema.nullable(),
  /** Transactions that a person left out of the balances. */
  left: z.array(TransactionSchema.pick({ terminal: true, counter: true })),
});
export type Transfer = z.infer<typeof TransferSchema>;

/** What the image server keeps beside an image that it made: what it answered with, and what only it needs. */
export const KeptChoiceSchema = ChosenBackupSchema.extend({
  /** Transactions that are in this image and in no ledger: the reserve of a replacement. */
  held: z.array(TransactionSchema).optional(),
  transfer: TransferSchema.optional(),
});
export type KeptChoice = z.infer<typeof KeptChoiceSchema>;

export const parseChoice = (text: string | null): KeptChoice | undefined =>
  text === null ? undefined : KeptChoiceSchema.parse(JSON.parse(text));

const SIDE = 'side:';
const TRANSFER = 'transfer:';
const hash = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Names of what an image was made for, so that the same question gets the same image. */
export const compositionOf = {
  update: (...parts: readonly unknown[]): string => hash(parts),
  side: (...parts: readonly unknown[]): string => SIDE + hash(parts),
  transfer: (...parts: readonly unknown[]): string => TRANSFER + hash(parts),
};

export const isTransfer = (composition: string | null): boolean => composition?.startsWith(TRANSFER) === true;

/** Whether the image is an input of a job, which no token carries. */
export const isSide = (composition: string | null): boolean => composition?.startsWith(SIDE) === true;
