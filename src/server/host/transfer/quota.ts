import type { Trx } from '../../store/store.ts';
import { DAY_MS } from '../gather.ts';
import type { TokenRow } from '../lock.ts';

/**
 * Synchronizations that the token may still have; `null` without a quota. One counts from the moment its nonces
 * were used up, unless it failed or was declined. The job that asks is not counted against itself.
 */
export async function quotaLeft(
  trx: Trx,
  row: TokenRow,
  jobId: string,
  nowMs: number,
): Promise<number | null> {
  if (row.quota_syncs === null || row.quota_sync_days === null) return null;
  const { used } = await trx
    .selectFrom('transfers')
    .select((eb) => eb.fn.countAll<number>().as('used'))
    .where('token_id', '=', row.token_id)
    .where('kind', '=', 'synchronize')
    .where('used_at', '>', nowMs - row.quota_sync_days * DAY_MS)
    // What the clock dated later, before it was set right, would count for as long as it was wrong.
    .where('used_at', '<=', nowMs)
    .where('job_id', '!=', jobId)
    .where((eb) => eb.or([eb('ended_as', 'is', null), eb('ended_as', '=', 'done')]))
    .executeTakeFirstOrThrow();
  return Math.max(0, row.quota_syncs - used);
}
