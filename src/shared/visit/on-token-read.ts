import type { TokenReport } from '../contract/host.ts';
import type { Completion } from './event.ts';
import { endJob } from './job/devices.ts';
import { type Kiosk, type Known, MOST_FAILURES, type OpenIntent, type VisitState, WAITS } from './state.ts';
import { awaitReturn, go, setAside, type Transition } from './transition.ts';

type TokenRead = Extract<Completion, { type: 'token-read' }>;

/** What an open intent and the token's digest mean together: decided by digests, never by guessing. */
function judge(
  intent: OpenIntent,
  { image, indicator }: TokenReport,
  now: number,
  isAwaited: boolean,
): 'finished' | 'resume' | 'ask-first' | 'roll-back' | 'set-aside' {
  const digest = image?.digest ?? null;
  // With one slot an image that is being written over was whole before, and is not there any more to be read back.
  if (digest === intent.afterDigest) return indicator.state === 'in-progress' ? 'roll-back' : 'finished';
  if (digest !== intent.beforeDigest) return 'roll-back';
  if (intent.failures >= MOST_FAILURES) return 'set-aside';
  // A kiosk that has waited for it ever since knows how long that was, whatever its clock says by now.
  return isAwaited || now - intent.openedAt < WAITS.resume ? 'resume' : 'ask-first';
}

/** Goes on with an interrupted write, or asks the host what is to be done with this token. */
export function onTokenRead(
  kiosk: Kiosk,
  visit: Extract<VisitState, { name: 'reading' }>,
  event: TokenRead,
): Transition {
  const { report, intent } = event;
  const { resuming } = visit;
  if (resuming !== null && resuming.on.report.tokenId !== report.tokenId)
    return awaitReturn(kiosk, resuming, visit.on, true);
  const ask = (on: Known, stale: OpenIntent | null): VisitState => ({
    ...{ name: 'deciding', on, step: 'asking', decision: null, stale },
  });
  const fresh: Known = { ...visit.on, report };
  const job = resuming?.job ?? null;
  // Its write ended in the very moment in which the token left, and nobody waits for the other devices any more.
  const ended = job === null ? [] : endJob(job, 'interrupted', 'failed', [resuming?.on.visitId ?? '']);
  if (intent === null) return go(kiosk, ask(fresh, null), ...ended, { type: 'open-visit', on: fresh });

  const on: Known = { ...fresh, visitId: intent.visitId };
  const { change } = intent;
  const total = intent.imageBytes;
  const isAwaited = resuming?.on.visitId === intent.visitId;
  switch (judge(intent, report, kiosk.now, isAwaited)) {
    case 'finished':
      return go(
        kiosk,
        { name: 'writing', on, change, progress: { step: 'verify', done: 0, total }, job },
        { type: 'settle', on, intent },
      );
    case 'resume':
      return go(
        kiosk,
        { name: 'writing', on, change, progress: { step: 'copy', done: 0, total }, job },
        { type: 'resume', on, intent },
      );
    case 'set-aside':
      return setAside(
        kiosk,
        visit.on,
        on,
        'set-aside',
        ...(job === null ? [] : endJob(job, 'set-aside', 'failed', [on.visitId])),
        { type: 'set-aside', intent },
      );
    case 'ask-first':
      return go(
        kiosk,
        ask(fresh, intent),
        ...(job === null ? [] : endJob(job, 'interrupted', 'failed', [on.visitId])),
        { type: 'open-visit', on: fresh },
      );
    case 'roll-back':
      return go(
        kiosk,
        ask(fresh, null),
        ...(job === null ? [] : endJob(job, 'interrupted', 'failed', [on.visitId])),
        { type: 'roll-back', intent },
        { type: 'open-visit', on: fresh },
      );
  }
}
