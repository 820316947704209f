import { assertNever } from '../contract/result.ts';
import type { VisitEvent } from './event.ts';
import { type Kiosk, nameOf, type Presentation, type VisitState } from './state.ts';
import { beginReading, conclude, go, isPresent, release, stay, type Transition } from './transition.ts';

type Act = Extract<VisitEvent, { type: 'act' }>;
type Reachability = Extract<VisitEvent, { type: 'reachability' }>;

/** Reads the token that is still there once more, as a new visit. */
export function again(kiosk: Kiosk, on: Presentation | null, visitId: string): Transition {
  if (on === null || !isPresent(kiosk, on)) return go(kiosk, { name: 'ready' });
  return beginReading(kiosk, { ...on, visitId }, null);
}

export function declineOffer(kiosk: Kiosk, visit: Extract<VisitState, { name: 'offer' }>): Transition {
  const { on } = visit;
  const { now } = kiosk;
  const tokenPresent = isPresent(kiosk, on);
  const token = nameOf(on.report);
  const done = {
    name: 'done',
    on,
    token,
    outcome: 'declined',
    receipt: null,
    unheard: [],
    tokenPresent,
  } as const;
  return go(kiosk, { ...done, since: now, forgotten: false }, conclude(on, 'declined'), release(on));
}

/** What a person touched. An action that the state does not offer changes nothing. */
export function onAction(kiosk: Kiosk, { action, visitId }: Act): Transition {
  const { visit } = kiosk;
  switch (action) {
    case 'accept': {
      if (visit.name !== 'offer') return stay(kiosk);
      const { on, decision, change } = visit;
      const progress = { step: 'copy', done: 0, total: on.report.image?.length ?? 0 } as const;
      return go(
        kiosk,
        { name: 'writing', on, progress, change, job: null },
        { type: 'write', on, decision, change },
      );
    }
    case 'decline':
      return visit.name === 'offer' ? declineOffer(kiosk, visit) : stay(kiosk);
    case 'retry':
      if (visit.name === 'trouble')
        return visit.failure.retry === 'never' ? stay(kiosk) : again(kiosk, visit.on, visitId);
      return visit.name === 'offline' ? again(kiosk, visit.on, visitId) : stay(kiosk);
    case 'show-content':
      return visit.name === 'offline' && visit.tokenPresent
        ? { kiosk, effects: [{ type: 'show-content', on: visit.on }] }
        : stay(kiosk);
    case 'finish':
      return 'tokenPresent' in visit && !visit.tokenPresent ? go(kiosk, { name: 'ready' }) : stay(kiosk);
    default:
      return assertNever(action);
  }
}

/** The host went away or came back. A token that waits on the reader is served as soon as it is back. */
export function onReachability(kiosk: Kiosk, { online, visitId }: Reachability): Transition {
  const known: Kiosk = { ...kiosk, online };
  const { visit } = kiosk;
  return online && visit.name === 'offline' ? again(known, visit.on, visitId) : stay(known);
}
