import axios, { AxiosError } from 'axios';
import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { createAgents, type TlsOptions } from './agents.ts';
import { notTheHost, statusFailure, transportFailure } from './host-failure.ts';

/** The largest answer, in bytes: a merge's two writes, each with three signed images in base64, fit with room to spare. */
export const MAX_ANSWER_BYTES = 512 * 1024;

export interface Timeouts {
  /** For the connection, with TLS, to be up. */
  readonly connectMs: number;
  /** For the whole call, to the last byte of the answer. */
  readonly totalMs: number;
}

export interface TransportOptions {
  readonly baseUrl: string;
  /** Named in the host's logs; who the kiosk is, the credential proves. */
  readonly kiosk: string;
  /** Asked for each call, so a rotated one is used at once. */
  readonly credential: () => string;
  readonly timeouts: Timeouts;
  readonly tls?: TlsOptions;
}

export interface Call<S extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, without a leading slash. */
  readonly path: string;
  readonly answer: S;
  readonly body?: unknown;
  /** The same key is the same call: the host carries it out once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Transport {
  send<S extends z.ZodType>(call: Call<S>): Promise<Result<z.infer<S>>>;
  close(): void;
}

/** A kept connection that the host closed at the very moment it was used again says nothing about the host. */
const wasStale = (error: unknown): boolean =>
  error instanceof AxiosError &&
  error.response === undefined &&
  (error.code === 'ECONNRESET' || error.code === 'EPIPE') &&
  z.object({ reusedSocket: z.literal(true) }).safeParse(error.request).success;

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, of which no value is `undefined`.
    return undefined;
  }
}

/** Sends bounded calls to the host and parses what it answers. It follows no redirect and uses no proxy. */
export function createTransport(options: TransportOptions): Transport {
  const { timeouts } = options;
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  const agents = createAgents(timeouts.connectMs, options.tls);
  const client = axios.create({
    ...agents,
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: 'text',
    // The text as it came: axios would try to parse it and keep quiet when it cannot.
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });

  const request = (call: Call<z.ZodType>, signal: AbortSignal) =>
    client.request<unknown>({
      method: call.method,
      url: new URL(call.path, base).href,
      data: call.body,
      signal,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${options.credential()}`,
        'User-Agent': `Recard (${options.kiosk})`,
        ...(call.idempotencyKey === undefined ? {} : { 'Idempotency-Key': call.idempotencyKey }),
      },
    });

  async function exchange(call: Call<z.ZodType>, signal: AbortSignal) {
    try {
      return await request(call, signal);
    } catch (error) {
      if (!wasStale(error)) throw error;
      return await request(call, signal);
    }
  }

  return {
    send: async (call) => {
      const deadline = AbortSignal.timeout(timeouts.totalMs);
      const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
      let answer: { readonly status: number; readonly data: unknown };
      try {
        answer = await exchange(call, signal);
      } catch (error) {
        return fail(transportFailure(error, deadline.aborted));
      }
      const body = parseJson(answer.data);
      if (answer.status < 200 || answer.status > 299) return fail(statusFailure(answer.status, body));
      if (body === undefined) return fail(notTheHost(`HTTP ${answer.status} without JSON`));
      const parsed = call.answer.safeParse(body);
      return parsed.success
        ? ok(parsed.data)
        : fail(failure('host-answer-malformed', `${call.path}: ${z.prettifyError(parsed.error)}`));
    },
    close: () => {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}
