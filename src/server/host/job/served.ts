import { z } from 'zod';
import { MergeRulesSchema } from '../../../shared/image/merge/rules.ts';
import { DateSchema, DigestSchema, TokenIdSchema } from '../../../shared/image/model.ts';
import { ReserveSchema } from '../found/reserve.ts';

const image = z.object({ tokenId: TokenIdSchema, digest: DigestSchema });
export type NamedImage = z.infer<typeof image>;

/** What the kiosk was given as a job's inputs, so that nothing else is made of them. */
const ServedSchema = z.object({
  backupId: z.string().nullable(),
  first: image,
  second: image.nullable(),
  base: image.nullable(),
  rules: MergeRulesSchema,
  today: DateSchema,
  capacity: z.number().int().positive(),
  reserve: ReserveSchema,
  /** Sequence of the first device's image as it was served. */
  firstSequence: z.number().int().nonnegative(),
});
export type Served = z.infer<typeof ServedSchema>;

export const servedOf = (text: string): Served => ServedSchema.parse(JSON.parse(text));
