import { failure } from '../contract/failure.ts';
import { assertNever } from '../contract/result.ts';
import { presentJob } from './job/present-job.ts';
import type { Screen } from './snapshot.ts';
import { type Kiosk, nameOf, WAITS } from './state.ts';
import { referenceOf } from './transition.ts';

/** With nobody there the kiosk invites, unless it could not keep its promise. */
function idle(kiosk: Kiosk): Screen {
  const { readerlessSince, now } = kiosk;
  if (readerlessSince !== null && now - readerlessSince >= WAITS.readerless) {
    const missing = kiosk.serviceFailure ?? failure('reader-missing');
    return { screen: 'trouble', failure: missing, token: null, reference: null, tokenPresent: false };
  }
  if (!kiosk.online) return { screen: 'offline', token: null, tokenPresent: false, content: null };
  return { screen: 'attract' };
}

/** The screen that shows this kiosk: nothing but what a person may see. */
export function present(kiosk: Kiosk): Screen {
  const { visit } = kiosk;
  switch (visit.name) {
    case 'ready':
      return idle(kiosk);
    case 'reading':
      return { screen: 'reading', token: visit.resuming === null ? null : nameOf(visit.resuming.on.report) };
    case 'deciding':
      return { screen: 'deciding', token: nameOf(visit.on.report), step: visit.step };
    case 'offer':
      return { screen: 'offer', token: nameOf(visit.on.report), change: visit.change, until: visit.until };
    case 'job':
      return presentJob(kiosk, visit.job);
    case 'writing': {
      const { progress } = visit;
      const screen = progress.step === 'copy' || progress.step === 'write' ? 'restoring' : 'verifying';
      return { screen, token: nameOf(visit.on.report), progress };
    }
    case 'done': {
      const { token, outcome, receipt, tokenPresent, forgotten } = visit;
      return { screen: 'done', token, outcome, receipt, tokenPresent, forgotten };
    }
    case 'refused': {
      const { token, reason, reference, tokenPresent } = visit;
      return { screen: 'refused', token, reason, reference, tokenPresent };
    }
    case 'removed':
      return {
        screen: 'removed',
        token: nameOf(visit.on.report),
        until: visit.until,
        wrongToken: visit.wrongToken,
      };
    case 'trouble': {
      const { on, failure: why, token, tokenPresent } = visit;
      const reference = on === null ? null : referenceOf(on.visitId);
      return { screen: 'trouble', failure: why, token, reference, tokenPresent };
    }
    case 'offline':
      return {
        screen: 'offline',
        token: nameOf(visit.on.report),
        tokenPresent: visit.tokenPresent,
        content: visit.content,
      };
    default:
      return assertNever(visit);
  }
}
