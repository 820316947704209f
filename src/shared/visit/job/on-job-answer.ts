import { type Failure, type FailureCode, failure } from '../../contract/failure.ts';
import { assertNever } from '../../contract/result.ts';
import type { TransferAnswer } from '../../contract/transfer.ts';
import type { JobAnswer } from '../event.ts';
import { type Kiosk, type Known, nameOf } from '../state.ts';
import { go, isPresent, stay, type Transition } from '../transition.ts';
import { atStep, beginWrite, endJob, proceed, refuseJob, takeToken, writeNext } from './devices.ts';
import type { Device, Job, JobStep } from './state.ts';

type Answer<T extends JobAnswer['type']> = Extract<JobAnswer, { type: T }>;

/** What a person at a self-service kiosk takes to a desk. */
const referenceOf = (job: Job): string => `M-${job.jobId.slice(0, 8).toUpperCase()}`;

const HOST_AWAY: readonly FailureCode[] = ['host-unreachable', 'host-timeout', 'host-failed'];

/** The job cannot go on, and the screen says why; what one device got already stays, and nobody is told otherwise. */
export function failJob(kiosk: Kiosk, job: Job, why: Failure, on: Known | null): Transition {
  const online = HOST_AWAY.includes(why.code) ? false : kiosk.online;
  const trouble = {
    name: 'trouble',
    on,
    token: on === null ? null : nameOf(on.report),
    failure: job.receipt === null ? why : { ...why, tokenEffect: 'changed' as const },
    tokenPresent: on !== null && isPresent(kiosk, on),
    since: kiosk.now,
  } as const;
  return go({ ...kiosk, online }, trouble, ...endJob(job, job.receipt === null ? 'failed' : 'interrupted'));
}

/** A question that may be asked again leaves the person where they are, with the reason. */
function onFailed(kiosk: Kiosk, job: Job, why: Failure): Transition {
  const { at } = job;
  const asked = at.step === 'search' || at.step === 'backups' || at.step === 'preview';
  if (asked && (why.retry === 'now' || at.step === 'search'))
    return atStep(kiosk, job, { ...at, busy: false, failure: why });
  const checked = at.step === 'checking' ? at.on : null;
  return failJob(kiosk, job, why, checked ?? job.second?.on ?? job.first?.on ?? null);
}

function deviceOf(
  transferId: string,
  tokenId: string,
  answer: Extract<TransferAnswer, { valid: true }>,
  on: Known | null,
): Device {
  const { nonce, holder, quotaLeft } = answer;
  return { transferId, tokenId, nonce, holder, quotaLeft, on };
}

function onChecked(
  kiosk: Kiosk,
  job: Job,
  at: Extract<JobStep, { step: 'checking' }>,
  answer: TransferAnswer,
): Transition {
  const { on, role } = at;
  const online = { ...kiosk, online: true };
  if (!answer.valid) return refuseJob(online, job, answer.reason, answer.reference, on);
  const device = deviceOf(on.visitId, on.report.tokenId, answer, on);
  if (!answer.sendImage) return proceed(online, { ...job, [role]: device });
  // A host that asks twice for the same image would go on for ever.
  if (at.doing === 'recording')
    return failJob(online, job, failure('host-answer-malformed', 'asked for the same image twice'), on);
  const { nonce } = answer;
  const recording = { ...at, doing: 'recording', device } as const;
  return atStep(online, job, recording, { type: 'record-device', job, on, nonce });
}

function onAbsentChecked(
  kiosk: Kiosk,
  job: Job,
  { transferId, answer }: Answer<'absent-checked'>,
): Transition {
  const { lost } = job;
  if (job.at.step !== 'backups' || lost === null) return stay(kiosk);
  if (!answer.valid) return refuseJob(kiosk, job, answer.reason, answer.reference, null);
  return proceed(kiosk, { ...job, first: deviceOf(transferId, lost.tokenId, answer, null) });
}

function onPreviewed(kiosk: Kiosk, job: Job, { preview, settled }: Answer<'previewed'>): Transition {
  const { at } = job;
  const expected = at.step === 'composing' || (at.step === 'preview' && at.busy);
  if (!expected) return stay(kiosk);
  // Self-service never settles.
  if (preview.bytes === null && kiosk.mode === 'self-service')
    return refuseJob(kiosk, job, 'settle-at-desk', referenceOf(job), job.second?.on ?? null);
  return atStep(
    kiosk,
    { ...job, preview },
    { step: 'preview', preview, settled, busy: false, failure: null },
  );
}

/** Takes what came of a job's questions. What belongs to another job, or to a step that is over, changes nothing. */
export function onJobAnswer(kiosk: Kiosk, event: JobAnswer): Transition {
  const { visit } = kiosk;
  if (visit.name !== 'job' || visit.job.jobId !== event.jobId) return stay(kiosk);
  const { job } = visit;
  const { at } = job;
  switch (event.type) {
    case 'customers-found':
      return at.step === 'search' && at.busy
        ? atStep(kiosk, job, { step: 'search', customers: event.customers, busy: false, failure: null })
        : stay(kiosk);
    case 'token-reported': {
      if (at.step !== 'search' || !at.busy) return stay(kiosk);
      const { lost } = event;
      const step = { step: 'backups', offers: [], busy: true, failure: null } as const;
      const { jobId } = job;
      return atStep(kiosk, { ...job, lost }, step, { type: 'offers', jobId, tokenId: lost.tokenId });
    }
    case 'backups-offered':
      return at.step === 'backups' && at.busy
        ? atStep(kiosk, job, { step: 'backups', offers: event.offers, busy: false, failure: null })
        : stay(kiosk);
    case 'absent-checked':
      return onAbsentChecked(kiosk, job, event);
    case 'checked':
      return at.step === 'checking' && at.on.visitId === event.transferId
        ? onChecked(kiosk, job, at, event.answer)
        : stay(kiosk);
    case 'previewed':
      return onPreviewed(kiosk, job, event);
    case 'images-signed':
      return at.step === 'preview' && at.busy
        ? writeNext(kiosk, { ...job, writes: event.writes })
        : stay(kiosk);
    case 'job-refused':
      return refuseJob(kiosk, job, event.reason, event.reference, job.second?.on ?? null);
    case 'job-failed':
      return onFailed(kiosk, job, event.failure);
    default:
      return assertNever(event);
  }
}

/** A token that the job asked for has been read: it is the one that was meant, or it is not. */
export function onDeviceRead(kiosk: Kiosk, job: Job, on: Known): Transition {
  const { at, jobId } = job;
  if (at.step !== 'reading') return stay(kiosk);
  const { tokenId } = on.report;
  // The new token of a replacement names the customer.
  if (job.kind === 'replace' && job.lost === null)
    return atStep(
      kiosk,
      { ...job, seen: job.seen.filter((epoch) => epoch !== on.epoch) },
      { step: 'search', customers: null, busy: true, failure: null },
      { type: 'search', jobId, by: 'number', value: tokenId },
      { type: 'release', on },
    );
  const [write] = job.writes;
  if (write !== undefined) {
    const device = job[write.role];
    if (device === null || device.tokenId !== tokenId)
      return giveBack(takeToken(kiosk, job, at.role, 'other-token'), on);
    // The session of this presentation is the one to give back when the job ends.
    const there = { ...job, [write.role]: { ...device, on } };
    return beginWrite(kiosk, there, { ...on, visitId: device.transferId });
  }
  const other = at.role === 'second' ? job.first : null;
  if (other?.tokenId === tokenId) return giveBack(takeToken(kiosk, job, at.role, 'same-token'), on);
  const checking = { step: 'checking', role: at.role, on, doing: 'asking', device: null } as const;
  return atStep(kiosk, job, checking, { type: 'check', job, role: at.role, on });
}

const giveBack = (step: Transition, on: Known): Transition => ({
  kiosk: step.kiosk,
  effects: [{ type: 'release', on }, ...step.effects],
});
