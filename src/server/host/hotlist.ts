import { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { TokenIdSchema } from '../../shared/image/model.ts';
import type { HostDeps } from './deps.ts';
import { once, type RequestKey } from './once.ts';
import { type Outcome, refuse } from './refusal.ts';

export const HotlistAnswerSchema = z.object({ tokenId: TokenIdSchema });
type Listed = z.infer<typeof HotlistAnswerSchema>;

const asked = (deps: HostDeps, key: RequestKey | null) => ({
  key,
  now: deps.now(),
  answer: HotlistAnswerSchema,
});

/** Refuses the token from now on, whether the host knows it or not: a stolen card may not be on file yet. */
export async function putOnHotlist(
  deps: HostDeps,
  tokenId: string,
  reason: string,
  key: RequestKey | null = null,
): Promise<Outcome<Listed>> {
  return await deps.store.transact((trx) =>
    once(trx, asked(deps, key), async () => {
      await trx
        .insertInto('hotlist')
        .values({ token_id: tokenId, reason, listed_at: deps.now() })
        .onConflict((conflict) => conflict.column('token_id').doUpdateSet({ reason }))
        .execute();
      return ok({ tokenId });
    }),
  );
}

export async function takeOffHotlist(
  deps: HostDeps,
  tokenId: string,
  key: RequestKey | null = null,
): Promise<Outcome<Listed>> {
  return await deps.store.transact((trx) =>
    once(trx, asked(deps, key), async () => {
      const removed = await trx
        .deleteFrom('hotlist')
        .where('token_id', '=', tokenId)
        .returning('token_id')
        .executeTakeFirst();
      return removed === undefined
        ? refuse('not-found', 'not-hotlisted', `Token ${tokenId} is not on the hotlist.`)
        : ok({ tokenId });
    }),
  );
}
