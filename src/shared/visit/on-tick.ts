import { assertNever } from '../contract/result.ts';
import type { HeldVisit } from './effect.ts';
import { cancelJob, endJob } from './job/devices.ts';
import { onHeld } from './job/on-device.ts';
import type { Job } from './job/state.ts';
import { again, declineOffer } from './on-action.ts';
import { type Kiosk, type Known, type VisitState, WAITS } from './state.ts';
import { go, stay, type Transition } from './transition.ts';

const held = ({ visitId, report }: Known): HeldVisit => ({ visitId, tokenId: report.tokenId });

const devicesOf = ({ first, second }: Job): HeldVisit[] =>
  [first, second]
    .filter((device) => device !== null)
    .map(({ transferId: visitId, tokenId }) => ({ visitId, tokenId }));

/** The visits in which this kiosk is at work, so that no other one may be. */
function heldVisits(visit: VisitState): readonly HeldVisit[] {
  switch (visit.name) {
    case 'deciding':
    case 'offer':
      return [held(visit.on)];
    case 'writing':
      return visit.job === null ? [held(visit.on)] : devicesOf(visit.job);
    case 'job':
      return devicesOf(visit.job);
    case 'ready':
    case 'reading':
    case 'removed':
    case 'done':
    case 'refused':
    case 'trouble':
    case 'offline':
      return [];
    default:
      return assertNever(visit);
  }
}

/** Time has passed: deadlines that are over end their state, and the host is told of a visit that lasts. */
export function onTick(kiosk: Kiosk, visitId: string): Transition {
  const { now, heldAt } = kiosk;
  const visits = heldVisits(kiosk.visit);
  if (visits.length > 0 && now - heldAt < WAITS.hold) return onDeadline(kiosk, visitId);
  const { kiosk: next, effects } = onDeadline({ ...kiosk, heldAt: now }, visitId);
  return { kiosk: next, effects: visits.length === 0 ? effects : [...effects, { type: 'hold', visits }] };
}

function onDeadline(kiosk: Kiosk, visitId: string): Transition {
  const { visit, now } = kiosk;
  switch (visit.name) {
    case 'offer':
      return now >= visit.until ? declineOffer(kiosk, visit) : stay(kiosk);
    case 'removed': {
      if (now < visit.until) return stay(kiosk);
      // The journal keeps the intent: the write is taken up whenever the token comes back.
      const { job, on, seen } = visit;
      const ended = job === null ? [] : endJob(job, 'interrupted', 'failed', [on.visitId]);
      // Whoever left another token there all the while is served now.
      const next = again(kiosk, seen, visitId);
      return { kiosk: next.kiosk, effects: [...ended, ...next.effects] };
    }
    case 'job':
      return now >= visit.job.until ? cancelJob(kiosk, visit.job) : onHeld(kiosk, visit.job);
    case 'done':
      if (visit.tokenPresent)
        return !visit.forgotten && now - visit.since >= WAITS.forgotten
          ? go(kiosk, { ...visit, forgotten: true })
          : stay(kiosk);
      return now - visit.since >= WAITS.afterUpdated ? go(kiosk, { name: 'ready' }) : stay(kiosk);
    case 'refused':
      if (visit.passes && visit.tokenPresent && now - visit.since >= WAITS.elsewhere)
        return again(kiosk, visit.on, visitId);
      return !visit.tokenPresent && now - visit.since >= WAITS.afterRefused
        ? go(kiosk, { name: 'ready' })
        : stay(kiosk);
    case 'trouble':
    case 'offline':
      return !visit.tokenPresent && now - visit.since >= WAITS.afterTrouble
        ? go(kiosk, { name: 'ready' })
        : stay(kiosk);
    case 'ready':
    case 'reading':
    case 'deciding':
    case 'writing':
      return stay(kiosk);
    default:
      return assertNever(visit);
  }
}
