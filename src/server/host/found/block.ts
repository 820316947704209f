import type { Trx } from '../../store/store.ts';

/** Refuses the token from now on; one that is refused already keeps its reason. */
export async function block(trx: Trx, tokenId: string, reason: string, now: number): Promise<void> {
  await trx
    .insertInto('hotlist')
    .values({ token_id: tokenId, reason, listed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
