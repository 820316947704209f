import { z } from 'zod';
import { type Failure, failure } from '../../shared/contract/failure.ts';
import { CALLS, type CallName } from '../../shared/contract/ipc.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import type { Log } from '../visit/services.ts';

export const refused = (detail: string): Result<never, Failure> => fail(failure('request-malformed', detail));

/**
 * Answers one call with what a window gave: arguments that are not those of the contract never reach the handler,
 * and a handler that throws is a bug that is logged and told as a failure.
 */
export async function answerCall(
  name: CallName,
  handler: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  log: Log,
): Promise<unknown> {
  const parsed = CALLS[name].safeParse(args);
  if (!parsed.success) return refused(z.prettifyError(parsed.error));
  try {
    return await handler(...parsed.data);
  } catch (bug) {
    const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    log('bug', { call: name, detail });
    return fail(failure('internal-error', detail));
  }
}
