import type { DeviceRole } from '../../../shared/contract/transfer.ts';
import type { Settlements } from '../../../shared/image/merge/report.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import { type Job, settlementsOf } from '../../../shared/visit/job/state.ts';
import type { JobDraft } from '../../journal/job-records.ts';
import type { Services } from '../services.ts';
import { endingOf, recordEnding } from './conclude.ts';
import type { KeptInputs } from './job-result.ts';

/** The device of this role as far as it is known, also one that the host has just refused. */
function tokenOf({ at, lost, ...job }: Job, role: DeviceRole): string | null {
  const checked = at.step === 'checking' && at.role === role ? at.on.report.tokenId : null;
  const gone = role === 'first' ? (lost?.tokenId ?? null) : null;
  return job[role]?.tokenId ?? checked ?? gone;
}

/** What staff's record says of a job. */
export const jobDraft = (job: Job, settlements: Settlements): JobDraft => ({
  jobId: job.jobId,
  kind: job.kind,
  staffId: job.staff?.id ?? null,
  first: tokenOf(job, 'first'),
  second: tokenOf(job, 'second'),
  settlements,
  visits: [job.first, job.second].flatMap((device) =>
    device === null ? [] : [{ visitId: device.transferId, tokenId: device.tokenId }],
  ),
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

/**
 * Tells the host of the jobs that the kiosk died in, so that their devices are free for another one. They were agreed
 * to: what was signed for them is written all the same, when they are met again, here or elsewhere.
 */
export function endDeadJobs(services: Services): void {
  const unended = services.journal.unendedJobs();
  if (!unended.ok) {
    services.log('jobs-not-ended', { code: unended.failure.code });
    return;
  }
  for (const { jobId, visits } of unended.value) {
    const told = visits.map((visit) =>
      recordEnding(services, endingOf(services, visit, 'interrupted', null)),
    );
    // A disk that takes nothing now: the next start tells it.
    if (told.some(({ ok }) => !ok)) continue;
    const ended = services.journal.endDeadJob(jobId);
    services.log('dead-job-ended', { jobId, code: ended.ok ? null : ended.failure.code });
  }
}
