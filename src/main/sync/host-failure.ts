import { AxiosError } from 'axios';
import { type Failure, failure } from '../../shared/contract/failure.ts';
import { ProblemSchema } from '../../shared/contract/host.ts';

/** The failure of a call that got no whole answer. `timedOut`: the time for the whole call was over. */
export function transportFailure(error: unknown, timedOut: boolean): Failure {
  if (!(error instanceof AxiosError)) throw error;
  if (timedOut || error.code === 'ETIMEDOUT') return failure('host-timeout', error.message);
  if (error.message.startsWith('maxContentLength')) return failure('host-answer-malformed', error.message);
  // With an answer begun, the connection broke in it; without one, there was none.
  const broken = error.response === undefined ? '' : 'the answer broke off: ';
  return failure('host-unreachable', `${broken}${error.code ?? ''} ${error.message}`.trim());
}

/**
 * Somebody on the way answered and not the host: a portal, a gateway, a cache, or a connection that ended too early
 * unnoticed. The host is not reached then, and is as soon as the way to it is free again.
 */
export const notTheHost = (detail: string): Failure =>
  failure('host-unreachable', `${detail}: not an answer of the host, somebody on the way gave it`);

/** The host's own word for a call that it does not have: it is older than this kiosk, and will be renewed. */
const NO_SUCH_CALL = 'not-found';

/** Whether the host is there and has no such call yet: it says nothing about any other one. */
export const isNoSuchCall = ({ problem }: Failure): boolean => problem === NO_SUCH_CALL;

/**
 * The failure that an HTTP status other than 2xx means. A refusal counts as the host's own only when it says so in
 * its own words: portals and proxies on the way also answer 403 and 404, and must not settle a visit.
 */
export function statusFailure(status: number, body: unknown): Failure {
  const problem = ProblemSchema.safeParse(body);
  const detail = `HTTP ${status}${problem.success ? ` ${problem.data.error}: ${problem.data.message}` : ''}`;
  if (status === 408) return failure('host-timeout', detail);
  if (status === 429 || status >= 500) return failure('host-failed', detail);
  if (!problem.success || status < 400) return notTheHost(detail);
  if (status === 401 || status === 403) return failure('host-credentials-refused', detail);
  const isLacking = status === 404 && problem.data.error === NO_SUCH_CALL;
  const code = isLacking ? 'host-failed' : 'host-request-refused';
  return { ...failure(code, detail), problem: problem.data.error };
}
