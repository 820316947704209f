import type { Failure, FailureCode } from '../../contract/failure.ts';
import type { Completion } from '../event.ts';
import { onTokenRead } from '../on-token-read.ts';
import type { Kiosk, Known } from '../state.ts';
import { conclude, go, release, stay, type Transition } from '../transition.ts';
import { atStep, endJob, onOf, refuseJob, takeToken } from './devices.ts';
import { failJob, onDeviceRead } from './on-job-answer.ts';
import { type Job, LAID_DOWN_WITHIN } from './state.ts';

/** What happens to the tokens of a job at the readers. */

const GONE: readonly FailureCode[] = ['token-removed', 'token-reset', 'token-swapped', 'reader-removed'];
const NOT_OURS: readonly FailureCode[] = ['token-foreign', 'token-layout-unknown'];

/** Side by side the devices are told apart by their readers, whichever of them was seen first. */
function isFirstReaderEmpty({ readers }: Kiosk): boolean {
  const [first = '', second] = Object.keys(readers).sort();
  return second !== undefined && readers[first] === null;
}

/** Nothing came onto the first reader in time: the device on a later one is the first. */
export function onHeld(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  if (at.step !== 'await' || at.held === null) return stay(kiosk);
  const lies = Object.values(kiosk.readers).some((one) => one !== null && !job.seen.includes(one.epoch));
  if (!lies) return go(kiosk, { name: 'job', job: { ...job, at: { ...at, held: null } } });
  return kiosk.now - at.held >= LAID_DOWN_WITHIN ? takeToken(kiosk, job, at.role) : stay(kiosk);
}

/** A token arrived: it is taken if the job asks for one. While staff look for a customer, it names them. */
export function onTokenForJob(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  if (at.step === 'await')
    return at.role === 'first' && job.writes.length === 0 && isFirstReaderEmpty(kiosk)
      ? go(kiosk, { name: 'job', job: { ...job, at: { ...at, held: at.held ?? kiosk.now } } })
      : takeToken(kiosk, job, at.role);
  return at.step === 'search' && !at.busy ? takeToken(kiosk, job, 'second') : stay(kiosk);
}

/** A card that does not answer cannot be the device that is asked for. */
export function onUnreadableForJob(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  return at.step === 'await' ? atStep(kiosk, job, { ...at, wrong: 'other-token' }) : stay(kiosk);
}

const and = (step: Transition, ...effects: Transition['effects']): Transition => ({
  kiosk: step.kiosk,
  effects: [...effects, ...step.effects],
});

const search = (kiosk: Kiosk, job: Job, failure: Failure | null): Transition =>
  atStep(kiosk, job, { step: 'search', customers: null, busy: false, failure });

/** Asks for the device again that left while it was read or checked: the job goes on at its next tap. */
function askAgain(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  if (at.step === 'reading') {
    const next =
      job.kind === 'replace' && job.lost === null ? search(kiosk, job, null) : takeToken(kiosk, job, at.role);
    return and(next, release(at.on));
  }
  if (at.step !== 'checking') return stay(kiosk);
  return and(takeToken(kiosk, job, at.role), conclude(at.on, 'interrupted'), release(at.on));
}

/** A token of the job left. One that has been checked is not needed before it is written. */
export function onDeviceLeft(kiosk: Kiosk, job: Job, reader: string, epoch: number): Transition {
  const on = onOf(job);
  if (on?.reader === reader && on.epoch === epoch) return askAgain(kiosk, job);
  const left = [job.first?.on, job.second?.on].filter((one) => one?.reader === reader && one.epoch === epoch);
  return {
    kiosk,
    effects: left.flatMap((one) => (one === null || one === undefined ? [] : [release(one)])),
  };
}

function readFailed(kiosk: Kiosk, job: Job, why: Failure): Transition {
  const { at } = job;
  if (at.step !== 'reading') return stay(kiosk);
  if (GONE.includes(why.code)) return askAgain(kiosk, job);
  if (job.kind === 'replace' && job.lost === null) return and(search(kiosk, job, why), release(at.on));
  if (NOT_OURS.includes(why.code)) return and(takeToken(kiosk, job, at.role, 'other-token'), release(at.on));
  if (why.code === 'token-damaged')
    return refuseJob(kiosk, job, 'token-damaged', `M-${job.jobId.slice(0, 8).toUpperCase()}`, null);
  return failJob(kiosk, job, why, null);
}

function recordFailed(kiosk: Kiosk, job: Job, on: Known, why: Failure): Transition {
  return GONE.includes(why.code) ? askAgain(kiosk, job) : failJob(kiosk, job, why, on);
}

/** A write of this token was left open: a visit of its own finishes it first, and the job is begun anew after that. */
function finishFirst(kiosk: Kiosk, job: Job, event: Extract<Completion, { type: 'token-read' }>): Transition {
  const { at } = job;
  if (at.step !== 'reading') return stay(kiosk);
  const visit = { name: 'reading', on: at.on, resuming: null } as const;
  const others = endJob({ ...job, at: { step: 'composing' } }, 'interrupted', 'failed');
  return and(onTokenRead({ ...kiosk, visit }, visit, event), ...others);
}

/** Answers of the token steps of a job; what belongs to another presentation changes nothing. */
export function onDeviceCompletion(kiosk: Kiosk, job: Job, event: Completion): Transition {
  const on = onOf(job);
  if (on?.epoch !== event.epoch || on.visitId !== event.visitId) return stay(kiosk);
  const { at } = job;
  if (event.type === 'token-read' && at.step === 'reading') {
    const known: Known = { ...at.on, report: event.report };
    // A token with one slot says itself that a write of it is under way.
    const isWhole = event.intent === null && event.report.indicator.state !== 'in-progress';
    return isWhole ? onDeviceRead(kiosk, job, known) : finishFirst(kiosk, job, event);
  }
  if (event.type !== 'step-failed') return stay(kiosk);
  if (at.step === 'reading') return readFailed(kiosk, job, event.failure);
  return at.step === 'checking' ? recordFailed(kiosk, job, at.on, event.failure) : stay(kiosk);
}
