import { ok } from '../../shared/contract/result.ts';
import type { HostDeps } from './deps.ts';
import { type Outcome, refuse } from './refusal.ts';

/** Refuses the token from now on, whether the host knows it or not: a stolen card may not be on file yet. */
export async function putOnHotlist(
  deps: HostDeps,
  tokenId: string,
  reason: string,
): Promise<Outcome<{ tokenId: string }>> {
  await deps.store.db
    .insertInto('hotlist')
    .values({ token_id: tokenId, reason, listed_at: deps.now() })
    .onConflict((conflict) => conflict.column('token_id').doUpdateSet({ reason }))
    .execute();
  return ok({ tokenId });
}

export async function takeOffHotlist(deps: HostDeps, tokenId: string): Promise<Outcome<{ tokenId: string }>> {
  const removed = await deps.store.db
    .deleteFrom('hotlist')
    .where('token_id', '=', tokenId)
    .returning('token_id')
    .executeTakeFirst();
  return removed === undefined
    ? refuse('not-found', 'not-hotlisted', `Token ${tokenId} is not on the hotlist.`)
    : ok({ tokenId });
}
