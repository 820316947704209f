import { z } from 'zod';
import { HEX_ID } from '../../../shared/image/model.ts';
import {
  CredentialSchema,
  NewCredentialSchema,
  RotateSchema,
  ShownCredentialSchema,
} from '../../host/admin-contract.ts';
import {
  createCredential,
  deleteCredential,
  listCredentials,
  rotateCredential,
} from '../../host/credentials.ts';
import type { Store } from '../../store/store.ts';
import type { App } from '../app.ts';
import type { Guard } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { SECURED } from './context.ts';

const params = z.object({ id: z.string().regex(HEX_ID) });
const schema = { tags: ['credentials'], security: SECURED };

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
      schema: { ...schema, body: NewCredentialSchema, response: { 201: ShownCredentialSchema } },
    },
    async (request, reply) => reply.code(201).send(await createCredential(store, now(), request.body)),
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
      schema: { ...schema, params, body: RotateSchema, response: { 200: ShownCredentialSchema } },
    },
    async (request) =>
      unwrap(await rotateCredential(store, now(), request.params.id, request.body.graceSeconds)),
  );
  app.delete(
    '/v1/credentials/:id',
    {
      preHandler,
      schema: { ...schema, params, response: { 200: z.object({ credentialId: z.string() }) } },
    },
    async (request) => unwrap(await deleteCredential(store, request.params.id)),
  );
}
