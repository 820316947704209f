import type { Receipt } from './snapshot.ts';
import type { Kiosk } from './state.ts';
import { stay, type Transition } from './transition.ts';

/** The host has acknowledged how the visit ended: its receipt says so, also one that is shown only later. */
export function onConfirmed(kiosk: Kiosk, visitId: string): Transition {
  const confirmed = <T extends { readonly receipt: Receipt | null }>(of: T): T =>
    of.receipt?.visitId === visitId ? { ...of, receipt: { ...of.receipt, hostConfirmed: true } } : of;
  const { visit } = kiosk;
  switch (visit.name) {
    case 'done':
      return stay({ ...kiosk, visit: confirmed(visit) });
    // The first device of a merge is told of while the second one is written or waited for.
    case 'job':
      return stay({ ...kiosk, visit: { ...visit, job: confirmed(visit.job) } });
    case 'writing':
    case 'removed':
      return visit.job === null
        ? stay(kiosk)
        : stay({ ...kiosk, visit: { ...visit, job: confirmed(visit.job) } });
    case 'reading': {
      const { resuming } = visit;
      if (resuming === null || resuming.job === null) return stay(kiosk);
      return stay({ ...kiosk, visit: { ...visit, resuming: { ...resuming, job: confirmed(resuming.job) } } });
    }
    default:
      return stay(kiosk);
  }
}
