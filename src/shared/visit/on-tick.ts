import { assertNever } from '../contract/result.ts';
import { cancelJob, endJob } from './job/devices.ts';
import { onHeld } from './job/on-device.ts';
import { declineOffer } from './on-action.ts';
import { type Kiosk, WAITS } from './state.ts';
import { go, stay, type Transition } from './transition.ts';

/** Time has passed: deadlines that are over end their state. */
export function onTick(kiosk: Kiosk): Transition {
  const { visit, now } = kiosk;
  switch (visit.name) {
    case 'offer':
      return now >= visit.until ? declineOffer(kiosk, visit) : stay(kiosk);
    case 'removed': {
      // The journal keeps the intent: the write is taken up whenever the token comes back.
      const { job, on } = visit;
      const ended = job === null ? [] : endJob(job, 'interrupted', 'failed', [on.visitId]);
      return now >= visit.until ? go(kiosk, { name: 'ready' }, ...ended) : stay(kiosk);
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
