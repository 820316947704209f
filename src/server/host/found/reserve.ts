import { z } from 'zod';
import { ProgrammeSchema, type Transaction } from '../../../shared/image/model.ts';

/** What was held back of a programme's value for offline spending that nobody had seen, minor units. */
export const ReserveSchema = z.array(
  z.object({ programme: ProgrammeSchema, amount: z.number().int().nonnegative() }),
);
export type Reserve = z.infer<typeof ReserveSchema>;

/** Under which the host itself changes a balance; no terminal may have this name. */
export const RESERVE_TERMINAL = 'RESERVE';

/** The transactions that give the reserve back. The same job always makes the same ones, so they count once. */
export function releaseOf(jobId: string, usedAtMs: number, reserve: Reserve): Transaction[] {
  const base = Number.parseInt(jobId.slice(0, 8), 16);
  return [...reserve]
    .sort((a, b) => (a.programme < b.programme ? -1 : 1))
    .map(({ programme, amount }, index) => ({
      terminal: RESERVE_TERMINAL,
      counter: (base + index) % 0x1_0000_0000,
      at: Math.floor(usedAtMs / 1000),
      programme,
      action: 'adjust' as const,
      amount,
    }))
    .filter(({ amount }) => amount > 0);
}
