import { assertNever } from '../contract/result.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { onJobAction } from './job/on-job-action.ts';
import { onJobAnswer } from './job/on-job-answer.ts';
import { onAction, onReachability } from './on-action.ts';
import { onCompletion } from './on-completion.ts';
import { onConfirmed } from './on-confirmed.ts';
import { onReaderHint } from './on-reader.ts';
import { onTick } from './on-tick.ts';
import type { Kiosk } from './state.ts';
import { beginPending, stay, type Transition } from './transition.ts';

export type { Transition } from './transition.ts';

function dispatch(kiosk: Kiosk, event: VisitEvent): Transition {
  switch (event.type) {
    case 'service-up':
    case 'service-down':
    case 'reader-attached':
    case 'reader-detached':
    case 'token-present':
    case 'token-absent':
    case 'token-unreadable':
      return onReaderHint(kiosk, event);
    case 'token-read':
    case 'decided':
    case 'prepared':
    case 'write-progress':
    case 'written':
    case 'content-read':
    case 'step-failed':
      return onCompletion(kiosk, event);
    case 'job-act':
      return onJobAction(kiosk, event);
    case 'staff':
      return stay({ ...kiosk, staff: event.member });
    case 'customers-found':
    case 'token-reported':
    case 'backups-offered':
    case 'absent-checked':
    case 'checked':
    case 'previewed':
    case 'images-signed':
    case 'job-refused':
    case 'job-failed':
      return onJobAnswer(kiosk, event);
    case 'act':
      return onAction(kiosk, event);
    case 'reachability':
      return onReachability(kiosk, event);
    case 'outcome-confirmed':
      return onConfirmed(kiosk, event.visitId, event.inUse);
    case 'tick':
      return onTick(kiosk, event.visitId);
    default:
      return assertNever(event);
  }
}

/**
 * The whole course of every visit: what the kiosk is after `event`, and what is to be done because of it.
 * Pure and total: any event in any state has an answer, and none of them throws.
 */
export function reduce(kiosk: Kiosk, event: VisitEvent): { kiosk: Kiosk; effects: readonly Effect[] } {
  // A clock that was set back must not make deadlines longer than they are.
  const now = Math.max(kiosk.now, event.at);
  const step = dispatch({ ...kiosk, now }, event);
  const next = beginPending(step.kiosk);
  const readerless = Object.keys(next.kiosk.readers).length === 0;
  const readerlessSince = readerless ? (next.kiosk.readerlessSince ?? now) : null;
  return { kiosk: { ...next.kiosk, readerlessSince }, effects: [...step.effects, ...next.effects] };
}
