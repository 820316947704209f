import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';

/** Who asks: a job, or a visit that belongs to none. */
export interface Asking {
  readonly kiosk: string;
  readonly jobId: string | null;
}

/** When a kiosk must have been heard of, in milliseconds since 1970. */
interface Recently {
  readonly from: number;
  readonly to: number;
}

/** A visit of another kiosk, of no job, that has begun an update and not said how it ended. */
async function visitElsewhere(
  trx: Trx,
  tokenId: string,
  kiosk: string,
  { from, to }: Recently,
): Promise<boolean> {
  const open = await trx
    .selectFrom('visits')
    .select(['answer', 'image_answer'])
    .where('token_id', '=', tokenId)
    .where('kiosk', '!=', kiosk)
    .where('heard_at', '>', from)
    .where('heard_at', '<', to)
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
 * A job whose answer about the token still holds, that has not ended, and whose kiosk has not fallen silent. A job
 * stands in the way of every other one unless it has told that it was interrupted with this token; of a plain visit only
 * where it is another kiosk's and has not told how it ended with the token.
 */
async function jobElsewhere(
  trx: Trx,
  tokenId: string,
  asking: Asking,
  nowMs: number,
  { from, to }: Recently,
): Promise<boolean> {
  const jobs = trx
    .selectFrom('transfers')
    .innerJoin('visits', (join) =>
      join
        .onRef('visits.token_id', '=', 'transfers.token_id')
        .onRef('visits.visit_id', '=', 'transfers.transfer_id'),
    )
    .select('transfer_id')
    .where('transfers.token_id', '=', tokenId)
    .where('nonce', 'is not', null)
    .where('ended_as', 'is', null)
    .where('holds_until', '>', nowMs)
    .where('heard_at', '>', from)
    .where('heard_at', '<', to);
  const others =
    asking.jobId === null
      ? jobs.where('transfers.kiosk', '!=', asking.kiosk).where('outcome', 'is', null)
      : jobs
          .where('job_id', '!=', asking.jobId)
          .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', '!=', 'interrupted')]));
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
  // Neither end is open: a clock that was set back must not make a silent kiosk one that was just heard.
  const recently = { from: nowMs - deps.openVisitMs, to: nowMs + deps.openVisitMs };
  return (
    (await visitElsewhere(trx, tokenId, asking.kiosk, recently)) ||
    (await jobElsewhere(trx, tokenId, asking, nowMs, recently))
  );
}
