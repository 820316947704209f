import { DecisionSchema, type TokenReport } from '../../shared/contract/host.ts';
import { isJob } from '../../shared/contract/transfer.ts';
import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { carries, settleJob } from './job/last-write.ts';
import { lockToken } from './lock.ts';
import { closeRequests } from './outcomes.ts';
import type { VisitRow } from './visit-rows.ts';

/** Latest visits that are looked at: an outcome that never came belongs to one of the last. */
const MOST_VISITS = 20;

/** Whether the token carries what this visit was to write, and no longer asks for it. */
function wasWritten({ answer, image_answer }: VisitRow, { image, indicator }: TokenReport) {
  const latest = image_answer ?? answer;
  if (latest === null || image === null) return null;
  const decision = DecisionSchema.parse(JSON.parse(latest));
  if (decision.decision !== 'update' || decision.digest !== image.digest) return null;
  // What a job wrote is settled with the job, whichever visit finished it.
  if (isJob(decision.reason)) return null;
  return decision.requestId === null || decision.requestId !== indicator.requestId ? decision : null;
}

/** Settles what the host never heard about this token, by what the token itself carries: an update, or its part of a job. */
export async function settleUnheard(deps: HostDeps, report: TokenReport): Promise<void> {
  await deps.store.transact(async (trx) => {
    if ((await lockToken(trx, report.tokenId)) !== undefined)
      await settleUnheardUpdate(trx, report, deps.now());
  });
  await settleJob(deps, report.tokenId, (write) => carries(report, write));
}

/**
 * Settles an update whose outcome the host never heard: the token itself says that it carries the image of that visit,
 * whose request was cleared in the same commit. It is not written again, whichever kiosk meets it next. The
 * outcome may still come, and then counts as it would have. The caller holds the token's lock.
 */
async function settleUnheardUpdate(trx: Trx, report: TokenReport, now: number): Promise<void> {
  const visits = await trx
    .selectFrom('visits')
    .selectAll()
    .where('token_id', '=', report.tokenId)
    .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', 'in', ['interrupted', 'updated'])]))
    // A device's part of a job has an answer of another kind; its job ends with its own outcome.
    .where('visit_id', 'not in', (eb) =>
      eb.selectFrom('transfers').select('transfer_id').where('token_id', '=', report.tokenId),
    )
    .orderBy('opened_at', 'desc')
    .limit(MOST_VISITS)
    .execute();
  const writers = visits.filter((visit) => wasWritten(visit, report) !== null);
  const [visit] = writers;
  // An earlier visit that was given the same image and wrote nothing is not a second update.
  if (visit === undefined || writers.some(({ outcome }) => outcome === 'updated')) return;
  await trx
    .updateTable('visits')
    .set({ outcome: 'updated', outcome_at: now })
    .where('token_id', '=', report.tokenId)
    .where('visit_id', '=', visit.visit_id)
    .execute();
  await closeRequests(trx, report.tokenId, [wasWritten(visit, report)?.requestId, visit.host_request], {
    closed_at: now,
    closed_by: visit.visit_id,
  });
}
