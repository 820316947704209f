import { z } from 'zod';
import type { Log } from '../../main/visit/services.ts';
import { FAILURE_CODES, type Failure, failure } from '../../shared/contract/failure.ts';

const StepFailedSchema = z.object({ code: z.enum(FAILURE_CODES), detail: z.string() });

/** A log that passes everything on and remembers the last step that failed. */
export function rememberFailures(log: Log): { readonly log: Log; readonly last: () => Failure | null } {
  let last: Failure | null = null;
  return {
    log: (event, facts) => {
      if (event === 'step-failed') {
        const { code, detail } = StepFailedSchema.parse(facts);
        last = failure(code, detail);
      }
      log(event, facts);
    },
    last: () => last,
  };
}
