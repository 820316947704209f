import { z } from 'zod';
import { HEX_ID } from '../../../shared/image/model.ts';
import {
  CredentialSchema,
  NewCredentialSchema,
  RotateSchema,
  ShownCredentialSchema,
} from '../../host/admin-contract.ts';
import {
  createCredentialOnce,
  DeletedCredentialSchema,
  deleteCredential,
  listCredentials,
  rotateCredential,
} from '../../host/credentials.ts';
import type { Store } from '../../store/store.ts';
import type { App } from '../app.ts';
import type { Guard } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { RequestKeyHeaders, requestKeyOf } from '../request-key.ts';
import { SECURED } from './context.ts';

const params = z.object({ id: z.string().regex(HEX_ID) });
const schema = { tags: ['credentials'], security: SECURED };
const headers = RequestKeyHeaders;

export interface CredentialContext {
  readonly app: App;
  readonly store: Store;
  readonly now: () => number;
  readonly guard: Guard;
}

/** Who may call: each server keeps its own. */
export function credentialRoutes({ app, store, now, guard }: CredentialContext): void {
  const preHandler = guard('admin');
  app.post(
    '/v1/credentials',
    {
      preHandler,
      schema: { ...schema, headers, body: NewCredentialSchema, response: { 201: ShownCredentialSchema } },
    },
    async (request, reply) => {
      const made = await createCredentialOnce(store, now(), request.body, requestKeyOf(request));
      return reply.code(201).send(unwrap(made));
    },
  );
  app.get(
    '/v1/credentials',
    {
      preHandler,
      schema: { ...schema, response: { 200: z.object({ credentials: z.array(CredentialSchema) }) } },
    },
    async () => ({ credentials: await listCredentials(store) }),
  );
  app.post(
    '/v1/credentials/:id/rotate',
    {
      preHandler,
      schema: { ...schema, params, headers, body: RotateSchema, response: { 200: ShownCredentialSchema } },
    },
    async (request) => {
      const rotation = { credentialId: request.params.id, ...request.body };
      return unwrap(await rotateCredential(store, now(), rotation, requestKeyOf(request)));
    },
  );
  app.delete(
    '/v1/credentials/:id',
    {
      preHandler,
      schema: { ...schema, params, headers, response: { 200: DeletedCredentialSchema } },
    },
    async (request) => unwrap(await deleteCredential(store, now(), request.params.id, requestKeyOf(request))),
  );
}
