import type { Settlements } from '../../../shared/image/merge/report.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import { type Job, settlementsOf } from '../../../shared/visit/job/state.ts';
import type { JobDraft } from '../../journal/job-records.ts';
import type { Services } from '../services.ts';
import type { KeptInputs } from './job-result.ts';

/** What staff's record says of a job. */
export const jobDraft = (job: Job, settlements: Settlements): JobDraft => ({
  jobId: job.jobId,
  kind: job.kind,
  staffId: job.staff?.id ?? null,
  first: job.first?.tokenId ?? job.lost?.tokenId ?? null,
  second: job.second?.tokenId ?? null,
  settlements,
});

/** The job is over: its inputs are forgotten, and staff's record is closed. */
export function endJob(
  services: Services,
  kept: KeptInputs,
  { job, outcome }: Omit<Extract<Effect, { type: 'end-job' }>, 'type'>,
): void {
  kept.delete(job.jobId);
  const settled = job.at.step === 'preview' ? settlementsOf(job.at.settled) : {};
  const ended = services.journal.logJobEnded(jobDraft(job, settled), outcome);
  services.log('job-ended', { jobId: job.jobId, job: job.kind, staff: job.staff?.id ?? null, outcome });
  if (!ended.ok) services.log('job-not-recorded', { code: ended.failure.code });
}
