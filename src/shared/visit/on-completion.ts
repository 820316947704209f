import { type Failure, type FailureCode, failure, TOKEN_UNWELL } from '../contract/failure.ts';
import type { Decision } from '../contract/host.ts';
import { assertNever } from '../contract/result.ts';
import type { Effect } from './effect.ts';
import type { Completion, Step } from './event.ts';
import { endJob, writeNext } from './job/devices.ts';
import { onDeviceCompletion } from './job/on-device.ts';
import { receiptJob } from './job/present-job.ts';
import { onTokenRead } from './on-token-read.ts';
import type { Receipt } from './snapshot.ts';
import {
  type Interrupted,
  type Kiosk,
  type Known,
  nameOf,
  type OpenIntent,
  type Presentation,
  type VisitState,
  WAITS,
} from './state.ts';
import {
  awaitReturn,
  conclude,
  go,
  isPresent,
  release,
  setAside,
  stay,
  type Transition,
} from './transition.ts';

type At<N extends VisitState['name']> = Extract<VisitState, { name: N }>;

/** The token is no longer there, or no longer the one that was read: not a fault of anything. */
const GONE: readonly FailureCode[] = ['token-removed', 'token-reset', 'token-swapped', 'reader-removed'];
/** When it is back, so is the token that lies there. */
const READER_AWAY: readonly FailureCode[] = ['service-unavailable', 'reader-missing'];
const HOST_AWAY: readonly FailureCode[] = ['host-unreachable', 'host-timeout', 'host-failed'];

function trouble(kiosk: Kiosk, on: Known | Presentation, why: Failure): VisitState {
  const token = 'report' in on ? nameOf(on.report) : null;
  const tokenPresent = isPresent(kiosk, on);
  return { name: 'trouble', on, token, failure: why, tokenPresent, since: kiosk.now };
}

/** Nobody is told to put back a card that lies there: it is tried again, and its intent waits in the journal. */
const isToBeTriedAgain = (kiosk: Kiosk, on: Presentation, { code, retry }: Failure): boolean =>
  retry === 'now' || (TOKEN_UNWELL.includes(code) && isPresent(kiosk, on));

/** The token of this presentation, for which an interrupted write waits, could not be read. */
function rereadFailed(kiosk: Kiosk, on: Presentation, resuming: Interrupted, why: Failure): Transition {
  const { code } = why;
  const endingJob = (outcome: 'set-aside' | 'interrupted') =>
    resuming.job === null ? [] : endJob(resuming.job, outcome, 'failed', [resuming.on.visitId]);
  if (code === 'token-damaged')
    return setAside(
      kiosk,
      on,
      resuming.on,
      'token-damaged',
      conclude(resuming.on, 'set-aside', why),
      ...endingJob('set-aside'),
    );
  const isForeign = code === 'token-foreign' || code === 'token-layout-unknown';
  const isAwaited = isForeign || READER_AWAY.includes(code);
  if (!isAwaited && (why.retry === 'never' || isToBeTriedAgain(kiosk, on, why))) {
    // Staff find it by the number of the visit that wrote; and what that one did, this failure knows nothing of. Where
    // there is one slot, the image that was there is no more.
    const { visitId, report } = resuming.on;
    const tokenEffect = report.slots === 1 ? 'changed' : 'unknown';
    const told = why.tokenEffect === 'none' ? ({ ...why, tokenEffect } as const) : why;
    const troubled = trouble(kiosk, { ...on, visitId, report }, told);
    return go(kiosk, troubled, ...endingJob('interrupted'), release(on));
  }
  return awaitReturn(kiosk, resuming, on, isForeign);
}

function readFailed(kiosk: Kiosk, visit: At<'reading'>, why: Failure): Transition {
  const { on, resuming } = visit;
  if (resuming !== null) return rereadFailed(kiosk, on, resuming, why);
  if (GONE.includes(why.code)) return go(kiosk, { name: 'ready' }, release(on));
  if (why.code === 'token-foreign' || why.code === 'token-layout-unknown' || why.code === 'token-damaged') {
    const reason = why.code === 'token-damaged' ? 'token-damaged' : 'token-foreign';
    const reference = reason === 'token-damaged' ? on.visitId.slice(0, 8) : null;
    const tokenPresent = isPresent(kiosk, on);
    const refused = {
      name: 'refused',
      on,
      token: null,
      reason,
      reference,
      passes: false,
      tokenPresent,
      since: kiosk.now,
    } as const;
    return go(kiosk, refused, release(on));
  }
  return go(kiosk, trouble(kiosk, on, why), release(on));
}

/**
 * The write of a replacement is not taken up without the host after so long: another token may have taken the place, and
 * the value would be there twice.
 */
const isFinishedAlone = (intent: OpenIntent): boolean => intent.reason !== 'replace';

function decidingFailed(kiosk: Kiosk, { on, stale }: At<'deciding'>, why: Failure): Transition {
  if (GONE.includes(why.code))
    return go(kiosk, { name: 'ready' }, conclude(on, 'interrupted', why), release(on));
  if (HOST_AWAY.includes(why.code) && stale !== null && isFinishedAlone(stale)) {
    const again: Known = { ...on, visitId: stale.visitId };
    const { change, imageBytes: total } = stale;
    return go(
      { ...kiosk, online: false },
      { name: 'writing', on: again, change, progress: { step: 'copy', done: 0, total }, job: null },
      conclude(on, 'interrupted', why),
      { type: 'resume', on: again, intent: stale },
    );
  }
  if (HOST_AWAY.includes(why.code)) {
    const tokenPresent = isPresent(kiosk, on);
    const offline = { name: 'offline', on, content: null, tokenPresent, since: kiosk.now } as const;
    return go({ ...kiosk, online: false }, offline, conclude(on, 'interrupted', why), {
      type: 'back-up',
      on,
    });
  }
  return go(kiosk, trouble(kiosk, on, why), conclude(on, 'failed', why), release(on));
}

function writeFailed(kiosk: Kiosk, visit: At<'writing'>, why: Failure): Transition {
  const { on, change, job } = visit;
  const ended = job === null ? [] : endJob(job, 'failed', 'failed', [on.visitId]);
  if (why.code === 'token-damaged')
    return setAside(
      kiosk,
      on,
      on,
      'token-damaged',
      conclude(on, 'set-aside', why),
      ...(job === null ? [] : endJob(job, 'set-aside', 'failed', [on.visitId])),
    );
  if (why.retry === 'never')
    return go(kiosk, trouble(kiosk, on, why), conclude(on, 'failed', why), release(on), ...ended);
  if (isToBeTriedAgain(kiosk, on, why))
    return go(kiosk, trouble(kiosk, on, why), conclude(on, 'interrupted', why), release(on), ...ended);
  const interrupted: Interrupted = { on, change, until: kiosk.now + WAITS.removed, job };
  return awaitReturn(kiosk, interrupted, on, false, conclude(on, 'interrupted', why));
}

function onFailed(kiosk: Kiosk, step: Step, why: Failure): Transition {
  const { visit } = kiosk;
  switch (visit.name) {
    case 'reading':
      return step === 'read' ? readFailed(kiosk, visit, why) : stay(kiosk);
    case 'deciding':
      return decidingFailed(kiosk, visit, why);
    case 'writing':
      return step === 'write' ? writeFailed(kiosk, visit, why) : stay(kiosk);
    case 'offline':
      return step === 'show-content'
        ? go(kiosk, trouble(kiosk, visit.on, why), release(visit.on))
        : stay(kiosk);
    case 'offer':
    case 'job':
    case 'ready':
    case 'done':
    case 'refused':
    case 'removed':
    case 'trouble':
      return stay(kiosk);
    default:
      return assertNever(visit);
  }
}

function onDecided(kiosk: Kiosk, visit: At<'deciding'>, decision: Decision): Transition {
  const { on, stale } = visit;
  const rolledBack: Effect[] = stale === null ? [] : [{ type: 'roll-back', intent: stale }];
  const { now } = kiosk;
  const online: Kiosk = { ...kiosk, online: true };
  const tokenPresent = isPresent(kiosk, on);
  switch (decision.decision) {
    case 'current': {
      const token = nameOf(on.report);
      const done = {
        name: 'done',
        on,
        token,
        outcome: 'current',
        receipt: null,
        unheard: [],
        tokenPresent,
      } as const;
      return go(
        online,
        { ...done, since: now, forgotten: false },
        ...rolledBack,
        conclude(on, 'current'),
        release(on),
      );
    }
    case 'record':
      // A host that asks twice for the same image would go on for ever.
      return visit.step === 'recording'
        ? decidingFailed(online, visit, failure('host-answer-malformed', 'asked for the same image twice'))
        : go(online, { ...visit, step: 'recording' }, { type: 'record', on });
    case 'refuse': {
      const { reason, reference } = decision;
      const token = nameOf(on.report);
      const passes = reason === 'open-elsewhere';
      const refused = {
        name: 'refused',
        on,
        token,
        reason,
        reference,
        passes,
        tokenPresent,
        since: now,
      } as const;
      // While another kiosk is at it nothing was decided about the write.
      return go(online, refused, ...(passes ? [] : rolledBack), conclude(on, 'refused'), release(on));
    }
    case 'update':
      return go(online, { ...visit, step: 'preparing', decision, stale: null }, ...rolledBack, {
        type: 'prepare',
        on,
        decision,
      });
    default:
      return assertNever(decision);
  }
}

function onWritten(
  kiosk: Kiosk,
  visit: At<'writing'> | At<'removed'>,
  written: Extract<Completion, { type: 'written' }>['written'],
): Transition {
  const { on } = visit;
  const token = nameOf(on.report);
  const receipt: Receipt = {
    visitId: on.visitId,
    token,
    change: visit.change,
    ...written,
    hostConfirmed: false,
    job: visit.job === null ? null : receiptJob(visit.job, on),
  };
  const { job } = visit;
  if (job !== null && job.writes.length > 1)
    return writeNext(kiosk, {
      ...job,
      writes: job.writes.slice(1),
      receipt: job.receipt ?? receipt,
      seen: [...job.seen, on.epoch],
    });
  const tokenPresent = isPresent(kiosk, on);
  // Of a merge both devices are to be heard of.
  const receipts = [job?.receipt ?? null, receipt].filter((one) => one !== null);
  const shown = { ...(job?.receipt ?? receipt), hostConfirmed: false };
  const unheard = receipts.filter((one) => !one.hostConfirmed).map((one) => one.visitId);
  const done = {
    name: 'done',
    on,
    token,
    outcome: 'updated',
    receipt: shown,
    unheard,
    tokenPresent,
  } as const;
  // The first device of a synchronization or a replacement was not written: its visit ends with nothing to do.
  const ended = job === null ? [] : endJob(job, 'updated', 'current', [on.visitId]);
  return go(kiosk, { ...done, since: kiosk.now, forgotten: false }, release(on), ...ended);
}

/** Takes the runner's answers. What belongs to another presentation, or comes twice, changes nothing. */
export function onCompletion(kiosk: Kiosk, event: Completion): Transition {
  const { visit } = kiosk;
  if (visit.name === 'job') return onDeviceCompletion(kiosk, visit.job, event);
  if (visit.name === 'ready' || visit.on?.epoch !== event.epoch || visit.on.visitId !== event.visitId)
    return stay(kiosk);
  switch (event.type) {
    case 'token-read':
      return visit.name === 'reading' ? onTokenRead(kiosk, visit, event) : stay(kiosk);
    case 'decided':
      return visit.name === 'deciding' && visit.step !== 'preparing'
        ? onDecided(kiosk, visit, event.decision)
        : stay(kiosk);
    case 'prepared': {
      if (visit.name !== 'deciding' || visit.decision === null) return stay(kiosk);
      const { on, decision } = visit;
      const until = kiosk.now + WAITS.offer;
      return go(kiosk, { name: 'offer', on, decision, change: event.change, until });
    }
    case 'write-progress':
      return visit.name === 'writing' ? go(kiosk, { ...visit, progress: event.progress }) : stay(kiosk);
    case 'written':
      // A commit can be confirmed in the very moment in which the token leaves.
      return visit.name === 'writing' || visit.name === 'removed'
        ? onWritten(kiosk, visit, event.written)
        : stay(kiosk);
    case 'content-read':
      return visit.name === 'offline'
        ? go(kiosk, { ...visit, content: event.content }, release(visit.on))
        : stay(kiosk);
    case 'step-failed':
      return onFailed(kiosk, event.step, event.failure);
    default:
      return assertNever(event);
  }
}
