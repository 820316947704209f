import type { z } from 'zod';
import {
  type OutcomeAnswerSchema,
  type OutcomeReport,
  OutcomeReportSchema,
} from '../../shared/contract/host.ts';
import { ok } from '../../shared/contract/result.ts';
import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { passOn } from './found/pass-on.ts';
import { endDevice, jobOfVisit, tokensOf } from './job/end.ts';
import { settleJob } from './job/last-write.ts';
import { lockBoth } from './lock.ts';
import { imageRefusal, type Outcome, refuse } from './refusal.ts';
import { checkVisit, claimVisit } from './visit-rows.ts';

/** Closes exactly the requests that were served: a newer one stays pending. */
export async function closeRequests(
  trx: Trx,
  tokenId: string,
  requestIds: readonly (string | null | undefined)[],
  closed: { readonly closed_at: number; readonly closed_by: string },
): Promise<void> {
  const ids = requestIds.filter((id): id is string => typeof id === 'string');
  if (ids.length === 0) return;
  await trx
    .updateTable('requests')
    .set({ status: 'served', ...closed })
    .where('token_id', '=', tokenId)
    .where('request_id', 'in', ids)
    .where('status', '=', 'pending')
    .execute();
}

/** Whether both say the same, whenever they were sent. */
const sameOutcome = (a: OutcomeReport, b: OutcomeReport): boolean =>
  JSON.stringify({ ...a, at: '' }) === JSON.stringify({ ...b, at: '' });

/** Whether the same was told under this revision before; refused where it was something else. */
async function wasTold(trx: Trx, visitId: string, report: OutcomeReport): Promise<Outcome<boolean>> {
  const { tokenId, revision } = report;
  const earlier = await trx
    .selectFrom('outcomes')
    .select('body')
    .where('token_id', '=', tokenId)
    .where('visit_id', '=', visitId)
    .where('revision', '=', revision)
    .executeTakeFirst();
  if (earlier === undefined) return ok(false);
  if (sameOutcome(OutcomeReportSchema.parse(JSON.parse(earlier.body)), report)) return ok(true);
  return refuse(
    'conflict',
    'outcome-conflict',
    `Revision ${revision} of this visit's outcome was another one. Send the next revision.`,
  );
}

/** What became of a token that another one took the place of, or had before it was written. */
const OUT_OF_USE: readonly string[] = ['superseded', 'retired'];

type Written = NonNullable<OutcomeReport['written']>;

/**
 * What was written and read back, confirmed to the card image server; `null` where that is nothing, or is an image that
 * is not kept here and so served no request: what the token carries is asked for at its next visit.
 */
async function confirmWritten(
  deps: HostDeps,
  visitId: string,
  report: OutcomeReport,
): Promise<Outcome<Written | null>> {
  const { tokenId, kiosk, outcome, written } = report;
  if (outcome !== 'updated' || written?.verified !== true) return ok(null);
  // That is for good, and so not done for a report that is about to be refused.
  const acceptable = await deps.store.transact(async (trx) => {
    const own = await checkVisit(trx, { visitId, tokenId, kiosk });
    return own.ok ? await wasTold(trx, visitId, report) : own;
  });
  if (!acceptable.ok) return acceptable;
  const confirmed = await deps.images.confirm({ tokenId, digest: written.digest });
  if (!confirmed.ok) return imageRefusal(confirmed.failure);
  return ok(confirmed.value.known ? written : null);
}

async function isInUse({ store }: HostDeps, tokenId: string): Promise<boolean> {
  const token = await store.db
    .selectFrom('tokens')
    .select('status')
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  return !OUT_OF_USE.includes(token?.status ?? '');
}

/**
 * `POST /v1/visits/:id/outcome`: how a visit ended. Any order and any number of repetitions come to the same:
 * the highest revision counts. A visit that the host never heard of is kept as well, since the kiosk may have been
 * offline when it began.
 *
 * An update to an image that is kept here and was read back closes the request that it cleared on the token, and the
 * host's own pending request that it was made for. The two have the same id when the host's request was also written
 * to the token.
 */
export async function reportOutcome(
  deps: HostDeps,
  visitId: string,
  report: OutcomeReport,
): Promise<Outcome<z.infer<typeof OutcomeAnswerSchema>>> {
  const { tokenId, kiosk, revision, outcome } = report;
  const written = await confirmWritten(deps, visitId, report);
  if (!written.ok) return written;
  const done = written.value;
  const kept = await deps.store.transact(async (trx) => {
    const now = deps.now();
    const known = await jobOfVisit(trx, tokenId, visitId);
    await lockBoth(trx, known === undefined ? [tokenId] : [tokenId, ...tokensOf(known)]);
    const claimed = await claimVisit(trx, { visitId, tokenId, kiosk }, now);
    if (!claimed.ok) return claimed;
    const told = await wasTold(trx, visitId, report);
    if (!told.ok) return told;
    if (!told.value)
      await trx
        .insertInto('outcomes')
        .values({
          token_id: tokenId,
          visit_id: visitId,
          revision,
          received_at: now,
          body: JSON.stringify(report),
        })
        .execute();
    const latest = await trx
      .updateTable('visits')
      .set({ outcome, outcome_revision: revision, outcome_at: now })
      .where('token_id', '=', tokenId)
      .where('visit_id', '=', visitId)
      .where('outcome_revision', '<', revision)
      // That it was written the token itself has told, or an outcome: none that comes late takes it back.
      .where((eb) =>
        eb.or([eb('outcome', 'is', null), eb('outcome', '!=', 'updated'), eb.lit(outcome === 'updated')]),
      )
      .returning('visit_id')
      .executeTakeFirst();
    if (done !== null && !told.value)
      await closeRequests(trx, tokenId, [done.clearedRequestId, claimed.value.host_request], {
        closed_at: now,
        closed_by: visitId,
      });
    // Read again: what was known before the locks may have changed while they were waited for.
    const job = await jobOfVisit(trx, tokenId, visitId);
    if (job !== undefined && latest !== undefined) await endDevice(trx, job, report, now);
    return ok({
      isOfJob: job !== undefined,
      replaced: job?.job.kind === 'replace' ? job.job.first_token : null,
    });
  });
  if (!kept.ok) return kept;
  // A visit of its own may have finished what a job had begun.
  if (done !== null && !kept.value.isOfJob)
    await settleJob(deps, tokenId, ({ digest }) => digest === done.digest);
  // What was posted for the old token while its successor was being written. Again with each repetition, lest a
  // crash in between leave something out.
  if (done !== null && kept.value.replaced !== null) {
    const passed = await passOn(deps, kept.value.replaced);
    if (!passed.ok) return passed;
  }
  return ok({ visitId, acknowledged: true as const, inUse: await isInUse(deps, tokenId) });
}
