import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Role } from '../host/admin-contract.ts';
import { type Caller, identify } from '../host/credentials.ts';
import type { Store } from '../store/store.ts';
import { ProblemError } from './problem.ts';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who sent the request. Only routes behind a guard may ask. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error(`${request.url} has no guard`);
  return caller;
}

/** The bearer token that the request came with. */
export const bearerOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer (\S{1,200})$/.exec(headers.authorization ?? '')?.[1];

export type Guard = (...roles: Role[]) => preHandlerAsyncHookHandler;

/** Guards that let a request pass whose bearer token belongs to one of the roles. */
export const guards =
  (store: Store, now: () => number): Guard =>
  (...roles) =>
  async (request) => {
    const token = bearerOf(request);
    if (token === undefined)
      throw new ProblemError(401, 'credentials-missing', 'Send "Authorization: Bearer" with your token.');
    const caller = await identify(store, now(), token);
    if (caller === undefined)
      throw new ProblemError(401, 'credentials-refused', 'This token is not valid, or no longer.');
    if (!roles.includes(caller.role))
      throw new ProblemError(
        403,
        'role-refused',
        `This call is for ${roles.join(' or ')}; the token is a ${caller.role}'s.`,
      );
    callers.set(request, caller);
  };

/** Kiosks and terminals speak for themselves only. */
export function requireName(request: FastifyRequest, name: string): void {
  const caller = callerOf(request);
  if (caller.name !== name)
    throw new ProblemError(
      403,
      'name-refused',
      `The token is that of ${caller.role} "${caller.name}", the body names "${name}".`,
    );
}
