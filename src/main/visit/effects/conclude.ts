import { type Failure, TOKEN_UNWELL } from '../../../shared/contract/failure.ts';
import type { Outcome, OutcomeReport } from '../../../shared/contract/host.ts';
import { ok, type Result } from '../../../shared/contract/result.ts';
import type { WriteIntent } from '../../journal/intents.ts';
import type { OutcomeDraft } from '../../journal/outbox.ts';
import type { Services } from '../services.ts';

const draft = (
  services: Services,
  tokenId: string,
  outcome: Outcome,
  written: OutcomeReport['written'],
  failure: Failure | null,
): OutcomeDraft => ({
  kiosk: services.kiosk.id,
  tokenId,
  at: new Date(services.now()).toISOString(),
  outcome,
  written,
  failure,
});

function logEnd(services: Services, visitId: string, outcome: Outcome, failure: Failure | null): void {
  const logged = services.journal.logVisitEnded(visitId, outcome, failure?.code ?? null);
  if (!logged.ok) services.log('visit-not-logged', { code: logged.failure.code });
}

/** How a visit that wrote nothing ended. */
export interface Ending {
  readonly visitId: string;
  readonly report: OutcomeDraft;
}

export const endingOf = (
  services: Services,
  { visitId, tokenId }: { readonly visitId: string; readonly tokenId: string },
  outcome: Outcome,
  failure: Failure | null,
): Ending => ({ visitId, report: draft(services, tokenId, outcome, null, failure) });

/**
 * Interrupted once more, a visit has nothing new to tell: a token at the edge of the field would use up all revisions,
 * and no end could be told any more. What the token itself refused counts each time.
 * One that is set aside again has nothing new to tell either.
 */
function wasTold(services: Services, visitId: string, { outcome, failure }: OutcomeDraft): boolean {
  const isAgain = outcome === 'interrupted' || outcome === 'set-aside';
  if (!isAgain || (failure !== null && TOKEN_UNWELL.includes(failure.code))) return false;
  const last = services.journal.lastOutcome(visitId);
  return last.ok && last.value === outcome;
}

/** Puts the outcome of a visit that wrote nothing into the outbox. */
export function recordEnding(services: Services, { visitId, report }: Ending): Result<unknown> {
  const { outcome, failure } = report;
  if (wasTold(services, visitId, report)) {
    logEnd(services, visitId, outcome, failure);
    return ok(null);
  }
  const queued = services.journal.enqueueOutcome(visitId, report);
  logEnd(services, visitId, outcome, failure);
  if (queued.ok) services.pump.kick();
  else services.log('outcome-not-queued', { code: queued.failure.code, outcome });
  return queued;
}

/** Closes an intent and queues its visit's outcome: both or neither. */
export function concludeIntent(
  services: Services,
  intent: Pick<WriteIntent, 'id' | 'visitId' | 'tokenId'>,
  outcome: Outcome,
  written: OutcomeReport['written'],
): Result<unknown> {
  const report = draft(services, intent.tokenId, outcome, written, null);
  const closed = services.journal.closeIntentWithOutcome(intent.id, report);
  if (!closed.ok) return closed;
  logEnd(services, intent.visitId, outcome, null);
  services.pump.kick();
  return closed;
}
