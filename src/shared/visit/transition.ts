import type { Failure } from '../contract/failure.ts';
import type { Outcome } from '../contract/host.ts';
import type { Effect } from './effect.ts';
import {
  type Interrupted,
  type Kiosk,
  type Known,
  nameOf,
  type Presentation,
  type VisitState,
} from './state.ts';

export interface Transition {
  readonly kiosk: Kiosk;
  readonly effects: readonly Effect[];
}

export const stay = (kiosk: Kiosk): Transition => ({ kiosk, effects: [] });

export const go = (kiosk: Kiosk, visit: VisitState, ...effects: readonly Effect[]): Transition => ({
  kiosk: { ...kiosk, visit },
  effects,
});

export const release = (on: Presentation): Effect => ({ type: 'release', on });

export const conclude = (on: Known, outcome: Outcome, failure: Failure | null = null): Effect => ({
  type: 'conclude',
  visitId: on.visitId,
  tokenId: on.report.tokenId,
  outcome,
  failure,
});

/** The token of this presentation still lies on its reader, as far as the hints tell. */
export const isPresent = (kiosk: Kiosk, on: Presentation): boolean =>
  kiosk.readers[on.reader]?.epoch === on.epoch;

/** The number under which host and staff know a visit. */
export const referenceOf = (visitId: string): string => `R-${visitId.slice(0, 8).toUpperCase()}`;

/**
 * The third ending of an interrupted write: nothing more is tried with this token, and staff find it by its number.
 * `reason`: what is true of a token that does not take the write is not true of one that cannot be read any more.
 */
export function setAside(
  kiosk: Kiosk,
  on: Presentation,
  of: Known,
  reason: 'set-aside' | 'token-damaged',
  ...effects: readonly Effect[]
): Transition {
  const aside = {
    name: 'refused',
    on,
    token: nameOf(of.report),
    reason,
    reference: referenceOf(of.visitId),
    passes: false,
    tokenPresent: isPresent(kiosk, on),
    since: kiosk.now,
  } as const;
  return go(kiosk, aside, ...effects, release(on));
}

/** Begins to read the token that lies on `reader`; the reader's entry is marked as served. */
export function beginReading(kiosk: Kiosk, on: Presentation, resuming: Interrupted | null): Transition {
  const readers = {
    ...kiosk.readers,
    [on.reader]: { epoch: on.epoch, visitId: on.visitId, served: true },
  };
  return go({ ...kiosk, readers }, { name: 'reading', on, resuming }, { type: 'read', on });
}

/** What a token is read for that has its turn now: nothing yet, or a write that waits for it; `undefined`: none has. */
function waitingFor(visit: VisitState): Interrupted | null | undefined {
  if (visit.name === 'ready') return null;
  if (visit.name !== 'removed') return undefined;
  const { name: _waiting, seen: _before, wrongToken: _earlier, ...interrupted } = visit;
  return interrupted;
}

/**
 * A token that was put down while another one was served has its turn now. When readers come back together, as after
 * the end of a card process, that may be the one whose write was interrupted.
 */
export function beginPending(kiosk: Kiosk): Transition {
  const resuming = waitingFor(kiosk.visit);
  if (resuming === undefined) return stay(kiosk);
  for (const [reader, presented] of Object.entries(kiosk.readers)) {
    if (presented !== null && !presented.served)
      return beginReading(kiosk, { reader, epoch: presented.epoch, visitId: presented.visitId }, resuming);
  }
  return stay(kiosk);
}

/** Lets the token of `seen` go, and waits for that of a write that was interrupted. */
export const awaitReturn = (
  kiosk: Kiosk,
  interrupted: Interrupted,
  { reader, epoch, visitId }: Presentation,
  wrongToken: boolean,
  ...effects: readonly Effect[]
): Transition => {
  const seen = { reader, epoch, visitId };
  return go(kiosk, { name: 'removed', seen, wrongToken, ...interrupted }, ...effects, release(seen));
};
