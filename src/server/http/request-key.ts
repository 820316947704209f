import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RequestKey } from '../host/once.ts';
import { hashOf } from '../host/visit-rows.ts';
import { bearerOf, callerOf } from './auth.ts';

/** The header under which the same request has its effect once; for calls whose bodies have no id of their own. */
export const RequestKeyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable characters without blanks')
    .optional()
    .describe(
      'Made by the caller, such as a random UUID. A request that is repeated under the same key is answered as the ' +
        'first one was and changes nothing more, however late it arrives.',
    ),
});

/** The key that the request came with, or `null`. */
export function requestKeyOf(request: FastifyRequest): RequestKey | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return null;
  const hash = hashOf([request.method, request.url, request.body ?? null]);
  return { caller: callerOf(request).credentialId, key, hash, secret: bearerOf(request) ?? null };
}
