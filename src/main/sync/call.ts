import type { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import type { Call } from './transport.ts';

/** Each kind of question to the host, for those who watch how they end. */
export type CallName =
  | 'visit'
  | 'image'
  | 'hold'
  | 'outcome'
  | 'backup'
  | 'health'
  | 'keys'
  | 'transfer'
  | 'transfer-image'
  | 'job-inputs'
  | 'job-images'
  | 'customers'
  | 'report'
  | 'offers';

/** Sends one call and tells those who watch how it ended. */
export type Send = <S extends z.ZodType>(name: CallName, call: Call<S>) => Promise<Result<z.infer<S>>>;

/** An answer that names what it is about must name what was asked; else `host-answer-malformed`. */
export function answerFor<T>(id: string, answer: Result<T>, idOf: (value: T) => string): Result<T> {
  if (!answer.ok || idOf(answer.value) === id) return answer;
  return fail(failure('host-answer-malformed', `answer for ${idOf(answer.value)}, asked for ${id}`));
}
