import type { Failure } from '../../shared/contract/failure.ts';
import { fail, type Result } from '../../shared/contract/result.ts';

/** Why the host did not carry out a call. HTTP maps `kind` to a status; `message` says what to do. */
export interface Refusal {
  readonly kind: 'malformed' | 'not-found' | 'conflict' | 'not-possible' | 'unavailable';
  /** Short and stable, for programs. */
  readonly error: string;
  readonly message: string;
}

export type Outcome<T> = Result<T, Refusal>;

export const refuse = (kind: Refusal['kind'], error: string, message: string): Result<never, Refusal> =>
  fail({ kind, error, message });

export const tokenUnknown = (tokenId: string): Result<never, Refusal> =>
  refuse(
    'not-found',
    'token-unknown',
    `No token ${tokenId} is registered. Register it with POST /v1/tokens.`,
  );

/** A failure of the image server, as the host passes it on. */
export const imageRefusal = ({ code, detail }: Failure): Result<never, Refusal> =>
  code.startsWith('host-')
    ? refuse(
        'unavailable',
        'image-server-away',
        `The image server did not answer (${code}). Try again. ${detail}`,
      )
    : refuse('not-possible', code, detail === '' ? `The image server refused it: ${code}.` : detail);
