import type { Outcome } from '../../contract/host.ts';
import type { DeviceRole, TransferRefusal } from '../../contract/transfer.ts';
import type { Effect } from '../effect.ts';
import type { RefusedReason } from '../snapshot.ts';
import { type Kiosk, type Known, nameOf, type Presentation } from '../state.ts';
import { go, isPresent, release, type Transition } from '../transition.ts';
import { type Device, JOB_WAITS, type Job, type JobStep } from './state.ts';

/** The job goes on with `at`, and waits anew. */
export const atStep = (kiosk: Kiosk, job: Job, at: JobStep, ...effects: readonly Effect[]): Transition =>
  go(kiosk, { name: 'job', job: { ...job, at, until: kiosk.now + JOB_WAITS[kiosk.mode] } }, ...effects);

const devicesOf = (job: Job): readonly Device[] =>
  [job.first, job.second].filter((device) => device !== null);

/** What the token of this step is on, while it is read or checked. */
export function onOf({ at }: Job): Presentation | null {
  return at.step === 'reading' || at.step === 'checking' ? at.on : null;
}

/** Tells the host of each device that is not written how its visit ended (of those in `except` it was told), and gives the tokens back. */
export function endJob(
  job: Job,
  outcome: Outcome,
  unwritten: Outcome = outcome,
  except: readonly string[] = [],
): readonly Effect[] {
  const { at, lost } = job;
  const absent =
    lost === null
      ? []
      : (lost.askedAs ?? [])
          .filter((visitId) => visitId !== job.first?.transferId)
          .map((visitId) => ({ visitId, tokenId: lost.tokenId }));
  const checking =
    at.step === 'checking' && !devicesOf(job).some((device) => device.transferId === at.on.visitId)
      ? [{ visitId: at.on.visitId, tokenId: at.on.report.tokenId }]
      : [];
  const written = job.receipt?.visitId;
  const visits = [
    ...devicesOf(job).map(({ transferId, tokenId }) => ({ visitId: transferId, tokenId })),
    ...checking,
    ...absent,
  ].filter(({ visitId }) => visitId !== written && !except.includes(visitId));
  const on = [...devicesOf(job).map((device) => device.on), onOf(job)];
  return [
    ...visits.map((visit): Effect => ({ type: 'conclude', ...visit, outcome: unwritten, failure: null })),
    ...on.filter((one) => one !== null).map(release),
    { type: 'end-job', job, outcome },
  ];
}

/** The person gives the job up, and the kiosk invites again; what one device got already stays. */
export const cancelJob = (kiosk: Kiosk, job: Job, outcome: Outcome = 'declined'): Transition =>
  go(kiosk, { name: 'ready' }, ...endJob(job, job.receipt === null ? outcome : 'interrupted', outcome));

/** The host or the rules say no: the job is over, with a reference that staff can look it up by. */
export function refuseJob(
  kiosk: Kiosk,
  job: Job,
  reason: TransferRefusal | RefusedReason,
  reference: string,
  on: Known | null,
): Transition {
  const refused = {
    name: 'refused',
    on,
    token: on === null ? null : nameOf(on.report),
    reason,
    reference,
    passes: false,
    tokenPresent: on !== null && isPresent(kiosk, on),
    since: kiosk.now,
  } as const;
  return go(kiosk, refused, ...endJob(job, job.receipt === null ? 'refused' : 'interrupted'));
}

/**
 * Reads a token that had no turn in this job yet, in the order of the readers' names, or asks for one. With two
 * readers the first device lies on the first of them.
 */
export function takeToken(
  kiosk: Kiosk,
  job: Job,
  role: DeviceRole,
  wrong: Extract<JobStep, { step: 'await' }>['wrong'] = null,
): Transition {
  const waiting = Object.entries(kiosk.readers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([reader, presented]) => (presented === null ? [] : [{ reader, ...presented }]))
    .find(({ epoch, served }) => !job.seen.includes(epoch) && (!served || job.spare.length > 0));
  if (waiting === undefined) return atStep(kiosk, job, { step: 'await', role, wrong, held: null });
  const { reader, epoch, served } = waiting;
  // A visit that was answered once keeps its answer: a token that lies there since then gets another id.
  const [fresh = waiting.visitId, ...rest] = job.spare;
  const visitId = served ? fresh : waiting.visitId;
  const spare = served ? rest : job.spare;
  const on = { reader, epoch, visitId };
  const readers = { ...kiosk.readers, [reader]: { epoch, visitId, served: true } };
  const seen = [...job.seen, epoch];
  return atStep(
    { ...kiosk, readers },
    { ...job, seen, spare },
    { step: 'reading', role, on },
    { type: 'read', on },
  );
}

/** The next step once a device is known: the other device, or the result. */
export function proceed(kiosk: Kiosk, job: Job): Transition {
  if (job.first === null) return takeToken(kiosk, job, 'first');
  if (job.second === null) return takeToken(kiosk, job, 'second');
  return atStep(kiosk, job, { step: 'composing' }, { type: 'compose', job });
}

/** Writes the next image, as soon as its token is there. */
export function writeNext(kiosk: Kiosk, job: Job): Transition {
  const [next] = job.writes;
  if (next === undefined) throw new Error('a job without a write has ended');
  const device = job[next.role];
  return device !== null && device.on !== null && isPresent(kiosk, device.on)
    ? beginWrite(kiosk, job, { ...device.on, visitId: device.transferId })
    : takeToken(kiosk, job, next.role);
}

/** The token of the next write lies there, and was found to be that one. */
export function beginWrite(kiosk: Kiosk, job: Job, on: Known): Transition {
  const [next] = job.writes;
  if (next === undefined) throw new Error('a job without a write has ended');
  const { decision, change } = next;
  const progress = { step: 'copy', done: 0, total: on.report.image?.length ?? 0 } as const;
  return go(kiosk, { name: 'writing', on, progress, change, job }, { type: 'write', on, decision, change });
}
