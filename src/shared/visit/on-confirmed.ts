import type { Receipt } from './snapshot.ts';
import type { Kiosk, VisitState } from './state.ts';
import { go, referenceOf, stay, type Transition } from './transition.ts';

type Done = Extract<VisitState, { name: 'done' }>;

/** What was written while another token took the place is out of use, whatever this one holds: that is not done. */
function tooLate(kiosk: Kiosk, { on, token, tokenPresent }: Done, visitId: string): Transition {
  const facts = { reason: 'superseded', reference: referenceOf(visitId), passes: false } as const;
  return go(kiosk, { name: 'refused', on, token, ...facts, tokenPresent, since: kiosk.now });
}

/** The host has acknowledged how the visit ended: its receipt says so, also one that is shown only later. */
export function onConfirmed(kiosk: Kiosk, visitId: string, inUse: boolean): Transition {
  const confirmed = <T extends { readonly receipt: Receipt | null }>(of: T): T =>
    of.receipt?.visitId === visitId ? { ...of, receipt: { ...of.receipt, hostConfirmed: true } } : of;
  const { visit } = kiosk;
  switch (visit.name) {
    case 'done': {
      const { receipt } = visit;
      if (receipt === null || !visit.unheard.includes(visitId)) return stay(kiosk);
      if (!inUse) return tooLate(kiosk, visit, visitId);
      const unheard = visit.unheard.filter((id) => id !== visitId);
      const hostConfirmed = unheard.length === 0;
      return stay({ ...kiosk, visit: { ...visit, unheard, receipt: { ...receipt, hostConfirmed } } });
    }
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
