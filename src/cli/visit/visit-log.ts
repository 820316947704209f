import { z } from 'zod';
import type { Log } from '../../main/visit/services.ts';
import { FAILURE_CODES, type Failure, failure } from '../../shared/contract/failure.ts';

const StepFailedSchema = z.object({ code: z.enum(FAILURE_CODES), detail: z.string() });
const DecidedSchema = z.object({ reason: z.string(), requestId: z.string().nullable() });

/** Why the host decided as it did, and the request that it serves, where there is one. */
export interface Decided {
  readonly reason?: string;
  readonly requestId?: string;
}

/** The kiosk's log, passed on, and what of it the screens do not show. */
export interface VisitLog {
  readonly log: Log;
  /** The last step that failed. */
  readonly lastFailure: () => Failure | null;
  /** The host's last decision; empty before there is one. */
  readonly decided: () => Decided;
  /** Whether the journal could not take some outcome: the host is not told of it, though nothing waits to be sent. */
  readonly untold: () => boolean;
}

const UNTOLD: readonly string[] = ['outcome-not-queued', 'intent-not-closed'];

/** Passes everything on to `log` and remembers the last failure and the last decision. */
export function followLog(log: Log): VisitLog {
  let last: Failure | null = null;
  let decided: Decided = {};
  let untold = false;
  return {
    log: (event, facts) => {
      if (event === 'step-failed') {
        const { code, detail } = StepFailedSchema.parse(facts);
        last = failure(code, detail);
      }
      if (event === 'decided') {
        const { reason, requestId } = DecidedSchema.parse(facts);
        decided = requestId === null ? { reason } : { reason, requestId };
      }
      if (UNTOLD.includes(event)) untold = true;
      log(event, facts);
    },
    lastFailure: () => last,
    decided: () => decided,
    untold: () => untold,
  };
}
