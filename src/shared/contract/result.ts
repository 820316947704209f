import type { Failure } from './failure.ts';

/** What an operation that can fail in an expected way returns. Bugs are thrown, never returned. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const fail = <E>(failure: E): Result<never, E> => ({ ok: false, failure });

/** For exhaustive switches: the compiler refuses a call that can be reached. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
