import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';

/** Who asks: a job, or a visit that belongs to none. */
export interface Asking {
  readonly kiosk: string;
  readonly jobId: string | null;
}

/** A visit of another kiosk, of no job, that has begun an update and not said how it ended. */
async function visitElsewhere(trx: Trx, tokenId: string, kiosk: string, since: number): Promise<boolean> {
  const open = await trx
    .selectFrom('visits')
    .select(['answer', 'image_answer'])
    .where('token_id', '=', tokenId)
    .where('kiosk', '!=', kiosk)
    .where('opened_at', '>', since)
    .where('outcome', 'is', null)
    .where('visit_id', 'not in', (eb) =>
      eb.selectFrom('transfers').select('transfer_id').where('token_id', '=', tokenId),
    )
    .execute();
  // A visit whose answer is still being made may become an update.
  return open.some((visit) => {
    const latest = visit.image_answer ?? visit.answer;
    if (latest === null) return true;
    const { decision } = JSON.parse(latest) as { decision?: unknown };
    return decision === 'update' || decision === 'record';
  });
}

/**
 * A job whose answer about the token still holds and that has not ended. A job stands in the way of every other
 * job; of a plain visit only where it is another kiosk's.
 */
async function jobElsewhere(trx: Trx, tokenId: string, asking: Asking, nowMs: number): Promise<boolean> {
  const jobs = trx
    .selectFrom('transfers')
    .select('transfer_id')
    .where('token_id', '=', tokenId)
    .where('nonce', 'is not', null)
    .where('ended_as', 'is', null)
    .where('holds_until', '>', nowMs);
  const others =
    asking.jobId === null
      ? jobs.where('kiosk', '!=', asking.kiosk)
      : jobs.where('job_id', '!=', asking.jobId);
  return (await others.executeTakeFirst()) !== undefined;
}

/** Whether somebody else is at work with the token. The caller holds its lock. */
export async function openElsewhere(
  deps: HostDeps,
  trx: Trx,
  tokenId: string,
  asking: Asking,
): Promise<boolean> {
  const nowMs = deps.now();
  return (
    (await visitElsewhere(trx, tokenId, asking.kiosk, nowMs - deps.openVisitMs)) ||
    (await jobElsewhere(trx, tokenId, asking, nowMs))
  );
}
