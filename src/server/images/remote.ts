import axios, { type AxiosInstance } from 'axios';
import { type FailureCode, FailureSchema, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import {
  type Answer,
  type Body,
  IMAGE_OPERATIONS,
  type ImageService,
  type OperationName,
} from './service.ts';

const TIMEOUT_MS = 10_000;

const codeOf = (status: number): FailureCode =>
  status === 401 || status === 403
    ? 'host-credentials-refused'
    : status < 500
      ? 'host-request-refused'
      : 'host-failed';

async function call<O extends OperationName>(
  http: AxiosInstance,
  operation: O,
  body: Body<O>,
): Promise<Result<Answer<O>>> {
  let answer: { readonly status: number; readonly data: unknown };
  try {
    answer = await http.post(`/v1/images/${operation}`, body);
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    const late = error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT';
    return fail(failure(late ? 'host-timeout' : 'host-unreachable', `Card image server: ${error.message}`));
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
}

/** The card image server in another process. */
export function remoteImageService({ url, token }: RemoteImages): ImageService {
  const http = axios.create({
    baseURL: url,
    timeout: TIMEOUT_MS,
    headers: { authorization: `Bearer ${token}` },
    validateStatus: () => true,
    proxy: false,
  });
  const of =
    <O extends OperationName>(operation: O) =>
    (body: Body<O>) =>
      call(http, operation, body);
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
