import { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { type Cell, ProgrammeSchema } from '../../shared/image/model.ts';
import type { Body } from '../images/service.ts';
import type { HostDeps } from './deps.ts';
import { once, type RequestKey } from './once.ts';
import type { Outcome } from './refusal.ts';

/** What is held back of a programme's value when a token is replaced that nobody can read. */
export const ReserveRuleSchema = z.strictObject({
  /** Minor units. */
  amount: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  /** Thousandths of the balance. The larger of the two is held back, and never more than there is. */
  perMille: z.number().int().nonnegative().max(1000),
});
export const ProgrammeRulesSchema = z.strictObject({ reserve: ReserveRuleSchema.nullable() });
export const ProgrammeSummarySchema = z.object({
  programme: ProgrammeSchema,
  reserve: ReserveRuleSchema.nullable(),
});
type ProgrammeSummary = z.infer<typeof ProgrammeSummarySchema>;

/** Declares a programme's rules, in place of those that it had. */
export async function setProgramme(
  deps: HostDeps,
  programme: string,
  { reserve }: z.infer<typeof ProgrammeRulesSchema>,
  key: RequestKey | null = null,
): Promise<Outcome<ProgrammeSummary>> {
  const columns = {
    reserve_amount: reserve?.amount ?? null,
    reserve_per_mille: reserve?.perMille ?? null,
  };
  return await deps.store.transact((trx) =>
    once(trx, { key, now: deps.now(), answer: ProgrammeSummarySchema }, async () => {
      await trx
        .insertInto('programmes')
        .values({ programme, ...columns })
        .onConflict((conflict) => conflict.column('programme').doUpdateSet(columns))
        .execute();
      return ok({ programme, reserve });
    }),
  );
}

/** What to hold back of an image with these cells; programmes without a rule, and without value, are left out. */
export async function reserveFor(deps: HostDeps, cells: readonly Cell[]): Promise<Body<'side'>['reserve']> {
  const rules = await deps.store.db.selectFrom('programmes').selectAll().orderBy('programme').execute();
  return rules.flatMap(({ programme, reserve_amount, reserve_per_mille }) => {
    const own = cells.filter((cell) => cell.programme === programme);
    // As a transaction without a coupon finds its cell (`kindsFor`): the purse first.
    const cell = own.find((c) => c.kind === 'purse') ?? own.find((c) => c.kind === 'points');
    if (cell === undefined || (cell.kind !== 'purse' && cell.kind !== 'points')) return [];
    const { balance } = cell.payload;
    // In whole numbers: a share of a large balance must not be rounded in floating point.
    const share = Number((BigInt(Math.max(0, balance)) * BigInt(reserve_per_mille ?? 0)) / 1000n);
    const amount = Math.min(Math.max(0, balance), Math.max(reserve_amount ?? 0, share));
    return amount === 0 ? [] : [{ programme, amount }];
  });
}
