import axios, { type AxiosInstance } from 'axios';
import { type FailureCode, FailureSchema, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import {
  type Answer,
  type Body,
  HOST_CLOCK_HEADER,
  IMAGE_OPERATIONS,
  type ImageService,
  type OperationName,
} from './service.ts';

/** For a whole call, to the last byte of its answer, in ms. */
const TIMEOUT_MS = 10_000;
/** The largest answer, in bytes: the whole ledger of a token with a quarter of a million transactions. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const codeOf = (status: number): FailureCode =>
  status === 401 || status === 403
    ? 'host-credentials-refused'
    : status < 500
      ? 'host-request-refused'
      : 'host-failed';

async function call<O extends OperationName>(
  { http, timeoutMs, now }: { http: AxiosInstance; timeoutMs: number; now: () => number },
  operation: O,
  body: Body<O>,
): Promise<Result<Answer<O>>> {
  const signal = AbortSignal.timeout(timeoutMs);
  let answer: { readonly status: number; readonly data: unknown };
  try {
    const headers = { [HOST_CLOCK_HEADER]: String(now()) };
    answer = await http.post(`/v1/images/${operation}`, body, { signal, headers });
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    const late = signal.aborted || error.code === 'ETIMEDOUT';
    const detail = late ? `no answer within ${timeoutMs} ms` : error.message;
    return fail(failure(late ? 'host-timeout' : 'host-unreachable', `Card image server: ${detail}`));
  }
  if (answer.status === 422) {
    const refused = FailureSchema.safeParse(answer.data);
    if (refused.success) return fail(refused.data);
  }
  if (answer.status !== 200)
    return fail(failure(codeOf(answer.status), `Card image server: HTTP ${answer.status} for ${operation}`));
  const parsed = IMAGE_OPERATIONS[operation].answer.safeParse(answer.data);
  return parsed.success
    ? ok(parsed.data as Answer<O>)
    : fail(failure('host-answer-malformed', `Card image server: answer to ${operation}`));
}

export interface RemoteImages {
  readonly url: string;
  /** A credential of the role `service` at that server. */
  readonly token: string;
  /** For a whole call, in ms. */
  readonly timeoutMs?: number;
  /** The clock that counts over there as well, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: () => number;
}

/** The card image server in another process. */
export function remoteImageService({
  url,
  token,
  timeoutMs = TIMEOUT_MS,
  now = Date.now,
}: RemoteImages): ImageService {
  const http = axios.create({
    baseURL: url,
    maxContentLength: MAX_ANSWER_BYTES,
    // The credential goes to this server and to no other.
    maxRedirects: 0,
    headers: { authorization: `Bearer ${token}` },
    validateStatus: () => true,
    proxy: false,
  });
  const of =
    <O extends OperationName>(operation: O) =>
    (body: Body<O>) =>
      call({ http, timeoutMs, now }, operation, body);
  return {
    keys: of('keys'),
    issue: of('issue'),
    record: of('record'),
    post: of('post'),
    state: of('state'),
    compose: of('compose'),
    side: of('side'),
    transfer: of('transfer'),
    fetch: of('fetch'),
    signRules: of('signRules'),
    offers: of('offers'),
    confirm: of('confirm'),
    backups: of('backups'),
    programmes: of('programmes'),
    transactions: of('transactions'),
    title: of('title'),
  };
}
