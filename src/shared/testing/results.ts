import type { FailureCode } from '../contract/failure.ts';
import type { Result } from '../contract/result.ts';

/** For tests: the value of a result that must be one; else its failure is thrown for the test to show. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.detail}`);
  return result.value;
}

/** For tests: the code of a failure that must be one. */
export function codeOf(result: Result<unknown>): FailureCode {
  if (result.ok) throw new Error('It succeeded instead of failing');
  return result.failure.code;
}
