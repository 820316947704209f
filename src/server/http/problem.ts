import type { Problem } from '../../shared/contract/host.ts';
import type { Outcome, Refusal } from '../host/refusal.ts';

const STATUS: Readonly<Record<Refusal['kind'], number>> = {
  malformed: 400,
  'not-found': 404,
  conflict: 409,
  'not-possible': 422,
  unavailable: 503,
};

/** Leaves a route by Fastify's error path, as the status and body that it names. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly statusCode: number;
  readonly problem: Problem;

  constructor(statusCode: number, error: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.problem = { error: error.slice(0, 64), message: message.slice(0, 500) };
  }
}

/** The value, or the refusal as an HTTP answer. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { kind, error, message } = outcome.failure;
  throw new ProblemError(STATUS[kind], error, message);
}
