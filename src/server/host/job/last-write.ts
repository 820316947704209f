import type { TokenReport, UpdateDecision } from '../../../shared/contract/host.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import { lockBoth } from '../lock.ts';
import { reportOf, transferRow } from '../transfer/rows.ts';
import { endDevice, type JobVisit, jobOfVisit, tokensOf, writeOf } from './end.ts';

/** An interrupted write is offered again for so long; then the other device may have gone its own way. */
const OFFERED_FOR_MS = 24 * 3_600_000;

/** Latest jobs that are looked at: one that was given up may have been written all the same, and others begun since. */
const MOST_JOBS = 20;

type Writing = JobVisit & { readonly write: UpdateDecision };

/** The latest jobs that were to write this token, the last one first; `null` for one that has, or had nothing to write. */
async function jobsOf(trx: Trx, tokenId: string): Promise<(Writing | null)[]> {
  const rows = await trx
    .selectFrom('transfers')
    .select(['transfer_id', 'ended_as'])
    .where('token_id', '=', tokenId)
    .where('nonce', 'is not', null)
    .where('used_at', 'is not', null)
    .orderBy('used_at', 'desc')
    .orderBy('transfer_id')
    .limit(MOST_JOBS)
    .execute();
  const jobs: (Writing | null)[] = [];
  for (const row of rows) {
    const visit = row.ended_as === 'done' ? undefined : await jobOfVisit(trx, tokenId, row.transfer_id);
    const write = visit === undefined ? undefined : writeOf(visit);
    jobs.push(visit === undefined || write === undefined ? null : { ...visit, write });
  }
  return jobs;
}

/** Whether the token carries what was to be written, and no longer asks for it: one commit did both. */
export const carries = ({ image, indicator }: TokenReport, { digest, requestId }: UpdateDecision): boolean =>
  image?.digest === digest && (requestId === null || requestId !== indicator.requestId);

/**
 * Ends a job whose write the host never heard of, or was told the failure of: the token itself says that it carries what
 * was made for it (`isWritten`), at whichever kiosk. What its kiosk still has to tell changes nothing more.
 */
export async function settleJob(
  deps: HostDeps,
  tokenId: string,
  isWritten: (write: UpdateDecision) => boolean,
): Promise<void> {
  const writtenJob = async (trx: Trx): Promise<Writing | undefined> =>
    (await jobsOf(trx, tokenId)).find((job) => job !== null && isWritten(job.write)) ?? undefined;
  const found = await deps.store.transact(writtenJob);
  if (found === undefined) return;
  await deps.store.transact(async (trx) => {
    await lockBoth(trx, [tokenId, ...tokensOf(found)]);
    const job = await writtenJob(trx);
    if (job?.job.job_id !== found.job.job_id) return;
    const now = deps.now();
    const written = { digest: job.write.digest, verified: true };
    await endDevice(trx, job, { outcome: 'updated', written }, now);
    await trx
      .updateTable('visits')
      .set({ outcome: 'updated', outcome_at: now })
      .where('token_id', '=', tokenId)
      .where('visit_id', '=', job.transfer.transfer_id)
      .execute();
  });
}

/** Whether nothing happened to the token since it was asked about. */
function isUntouched({ transfer }: JobVisit, report: TokenReport): boolean {
  const before = reportOf(transfer);
  return (
    before !== null &&
    before.generation === report.generation &&
    before.image?.digest === report.image?.digest &&
    before.logSequence === report.logSequence
  );
}

/** Whether another token has taken the place that this one was to take. */
async function isTaken(trx: Trx, { job, transfer }: JobVisit): Promise<boolean> {
  if (job.kind !== 'replace') return false;
  const row = await trx
    .selectFrom('tokens')
    .select('successor_id')
    .where('token_id', '=', job.first_token ?? '')
    .executeTakeFirst();
  const successor = row?.successor_id ?? null;
  return successor !== null && successor !== transfer.token_id;
}

async function isHalfDone(trx: Trx, { job, transfer }: JobVisit): Promise<boolean> {
  if (job.kind !== 'merge') return false;
  const isFirst = transfer.device_role === 'first';
  const [tokenId, transferId] = isFirst
    ? [job.second_token, job.second_transfer]
    : [job.first_token, job.first_transfer];
  const other = await transferRow(trx, tokenId ?? '', transferId ?? '');
  return other?.ended_as === 'done';
}

/**
 * What a job was writing to this token when it was interrupted, so that any kiosk finishes it: the token has not been
 * used since, and its job was not given up, or has written the other one of two devices that are to be alike. The
 * caller holds the token's lock and knows that nobody else is at work with it.
 */
export async function interruptedWrite(
  trx: Trx,
  report: TokenReport,
  nowMs: number,
): Promise<UpdateDecision | null> {
  const [last] = await jobsOf(trx, report.tokenId);
  if (last === undefined || last === null || !isUntouched(last, report)) return null;
  const { transfer, write } = last;
  if (await isTaken(trx, last)) return null;
  if (Math.abs(nowMs - (transfer.used_at ?? 0)) > OFFERED_FOR_MS) return null;
  const visit = await trx
    .selectFrom('visits')
    .select('outcome')
    .where('token_id', '=', report.tokenId)
    .where('visit_id', '=', transfer.transfer_id)
    .executeTakeFirst();
  const wasWriting = transfer.ended_as === null || visit?.outcome === 'interrupted';
  return wasWriting || (await isHalfDone(trx, last)) ? write : null;
}
