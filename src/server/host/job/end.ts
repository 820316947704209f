import type { OutcomeReport, UpdateDecision } from '../../../shared/contract/host.ts';
import { JobImagesSchema } from '../../../shared/contract/transfer.ts';
import type { Trx } from '../../store/store.ts';
import { block } from '../found/block.ts';
import { type JobRow, jobRow, type TransferRow, transferRow } from '../transfer/rows.ts';

/** A visit that is a device's part of a job. */
export interface JobVisit {
  readonly job: JobRow;
  readonly transfer: TransferRow;
}

/** The job that the visit belongs to; `undefined` for a visit of its own. */
export async function jobOfVisit(trx: Trx, tokenId: string, visitId: string): Promise<JobVisit | undefined> {
  const transfer = await transferRow(trx, tokenId, visitId);
  const job = transfer === undefined ? undefined : await jobRow(trx, transfer.job_id);
  return transfer === undefined || job === undefined ? undefined : { job, transfer };
}

/** Both tokens of the job, for who locks them. */
export const tokensOf = ({ job }: JobVisit): string[] =>
  [job.first_token, job.second_token].filter((id) => id !== null);

const GIVEN_UP: readonly OutcomeReport['outcome'][] = ['declined', 'refused', 'failed', 'set-aside'];

/** What was made to be written to this device; `undefined` while nothing is, and for one that is only read. */
export function writeOf({ job, transfer }: JobVisit): UpdateDecision | undefined {
  const answer = job.answer === null ? undefined : JobImagesSchema.shape.answer.parse(JSON.parse(job.answer));
  if (answer?.valid !== true) return undefined;
  return (transfer.device_role === 'second' ? answer.second : answer.first) ?? undefined;
}

/** A device that was written stays so, whatever becomes of the other one. */
async function endTransfers(trx: Trx, job: JobRow, ended_as: 'done' | 'given-up'): Promise<void> {
  for (const [tokenId, transferId] of [
    [job.first_token, job.first_transfer],
    [job.second_token, job.second_transfer],
  ])
    await trx
      .updateTable('transfers')
      .set({ ended_as })
      .where('token_id', '=', tokenId ?? '')
      .where('transfer_id', '=', transferId ?? '')
      .where((eb) => eb.or([eb('ended_as', 'is', null), eb('ended_as', '!=', 'done')]))
      .execute();
}

/**
 * The second token takes the place of the first, which is served nowhere from now on. Where another one took it
 * while this write hung, the value is on that one already: this one is put out of use, or it would be there twice.
 */
async function supersede(trx: Trx, job: JobRow, now: number): Promise<void> {
  const { first_token: old, second_token: successor, job_id } = job;
  if (old === null || successor === null) throw new Error(`Job ${job_id} ended without its devices.`);
  const taken = await trx
    .updateTable('tokens')
    .set({ status: 'superseded', successor_id: successor, replaced_by_job: job_id })
    .where('token_id', '=', old)
    .where('successor_id', 'is', null)
    .returning('token_id')
    .executeTakeFirst();
  if (taken === undefined) {
    const row = await trx
      .selectFrom('tokens')
      .select('successor_id')
      .where('token_id', '=', old)
      .executeTakeFirst();
    // An earlier job of the same two that was written after all: it has the place already.
    if (row?.successor_id === successor) return;
    await block(trx, successor, 'Written too late: another token had taken the place', now);
    await trx.updateTable('tokens').set({ status: 'retired' }).where('token_id', '=', successor).execute();
    return;
  }
  await trx
    .updateTable('tokens')
    .set({ status: 'active', predecessor_id: old })
    .where('token_id', '=', successor)
    .execute();
}

async function deviceDone(trx: Trx, { job, transfer }: JobVisit, now: number): Promise<void> {
  await trx
    .updateTable('transfers')
    .set({ ended_as: 'done' })
    .where('token_id', '=', transfer.token_id)
    .where('transfer_id', '=', transfer.transfer_id)
    .execute();
  if (job.kind === 'merge') {
    const [tokenId, transferId] =
      transfer.device_role === 'first'
        ? [job.second_token, job.second_transfer]
        : [job.first_token, job.first_transfer];
    const other = await transferRow(trx, tokenId ?? '', transferId ?? '');
    if (other?.ended_as !== 'done') return;
  }
  await endTransfers(trx, job, 'done');
  await trx
    .updateTable('jobs')
    .set({ ended_at: now, ended_as: 'done' })
    .where('job_id', '=', job.job_id)
    .execute();
  if (job.kind === 'replace') await supersede(trx, job, now);
}

/** The image that was read back from the token. */
type Verified = Pick<NonNullable<OutcomeReport['written']>, 'digest' | 'verified'>;

/**
 * What a device's outcome means for its job. Read back as it was made for this job, the image ends it: of a merge
 * when both devices carry it. Given up, it frees both tokens, but a write that was finished after all still counts.
 * The caller holds the locks of both tokens.
 */
export async function endDevice(
  trx: Trx,
  visit: JobVisit,
  { outcome, written }: Pick<OutcomeReport, 'outcome'> & { readonly written: Verified | null },
  now: number,
): Promise<void> {
  const { job, transfer } = visit;
  if (job.ended_as === 'done') return;
  const isDone =
    outcome === 'updated' && written?.verified === true && written.digest === writeOf(visit)?.digest;
  if (isDone) return await deviceDone(trx, visit, now);
  const isCurrent = [job.first_transfer, job.second_transfer].includes(transfer.transfer_id);
  if (!isCurrent || transfer.nonce === null || job.ended_as !== null || !GIVEN_UP.includes(outcome)) return;
  await endTransfers(trx, job, 'given-up');
  await trx
    .updateTable('jobs')
    .set({ ended_at: now, ended_as: 'given-up' })
    .where('job_id', '=', job.job_id)
    .execute();
}
