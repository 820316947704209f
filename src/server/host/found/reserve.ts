import { z } from 'zod';
import { ProgrammeSchema, type Transaction, TransactionSchema } from '../../../shared/image/model.ts';

/** What was held back of a programme's value for offline spending that nobody had seen, minor units. */
export const ReserveSchema = z.array(
  z.object({
    programme: ProgrammeSchema,
    amount: z.number().int().positive(),
    /** As the successor's ledger has it. */
    transaction: TransactionSchema,
  }),
);
export type Reserve = z.infer<typeof ReserveSchema>;

/** Stands for the back office as the terminal that gives back what `RESERVE` held. No terminal may have the name. */
export const RELEASE_TERMINAL = 'RELEASE';

/** The transactions that give the reserve back. Made of what was held, so they are always the same and count once. */
export const releaseOf = (reserve: Reserve): Transaction[] =>
  reserve.map(({ amount, transaction }) => ({ ...transaction, terminal: RELEASE_TERMINAL, amount }));
