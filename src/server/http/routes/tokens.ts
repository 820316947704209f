import { z } from 'zod';
import { RequestIdSchema, TokenIdSchema } from '../../../shared/image/model.ts';
import {
  HotlistSchema,
  NewRequestSchema,
  PatchTokenSchema,
  RegisteredSchema,
  RegisterTokenSchema,
  TokenDetailSchema,
  TokenSummarySchema,
} from '../../host/admin-contract.ts';
import { HotlistAnswerSchema, putOnHotlist, takeOffHotlist } from '../../host/hotlist.ts';
import { registerToken } from '../../host/register.ts';
import { RequestAnswerSchema, requestUpdate, withdrawRequest } from '../../host/requests.ts';
import { listTokens, patchToken, showToken } from '../../host/tokens.ts';
import { unwrap } from '../problem.ts';
import { RequestKeyHeaders, requestKeyOf } from '../request-key.ts';
import { type RouteContext, SECURED } from './context.ts';

const params = z.object({ id: TokenIdSchema });
const requestParams = params.extend({ requestId: RequestIdSchema });
const page = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** The last token id of the page before. */
  after: TokenIdSchema.optional(),
});
const schema = { tags: ['tokens'], security: SECURED };
const headers = RequestKeyHeaders;

/** Tokens, requests and the hotlist, for the back office. */
export function tokenRoutes({ app, host, guard }: RouteContext): void {
  const preHandler = guard('admin');
  app.post(
    '/v1/tokens',
    { preHandler, schema: { ...schema, body: RegisterTokenSchema, response: { 201: RegisteredSchema } } },
    async (request, reply) => reply.code(201).send(unwrap(await registerToken(host, request.body))),
  );
  app.get(
    '/v1/tokens',
    {
      preHandler,
      schema: {
        ...schema,
        querystring: page,
        response: { 200: z.object({ tokens: z.array(TokenSummarySchema) }) },
      },
    },
    async ({ query }) => ({ tokens: await listTokens(host, query.limit, query.after) }),
  );
  app.get(
    '/v1/tokens/:id',
    { preHandler, schema: { ...schema, params, response: { 200: TokenDetailSchema } } },
    async (request) => unwrap(await showToken(host, request.params.id)),
  );
  app.patch(
    '/v1/tokens/:id',
    {
      preHandler,
      schema: { ...schema, params, headers, body: PatchTokenSchema, response: { 200: TokenSummarySchema } },
    },
    async (request) => unwrap(await patchToken(host, request.params.id, request.body, requestKeyOf(request))),
  );
  app.post(
    '/v1/tokens/:id/requests',
    {
      preHandler,
      schema: { ...schema, params, headers, body: NewRequestSchema, response: { 201: RequestAnswerSchema } },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(unwrap(await requestUpdate(host, request.params.id, request.body, requestKeyOf(request)))),
  );
  app.delete(
    '/v1/tokens/:id/requests/:requestId',
    {
      preHandler,
      schema: { ...schema, params: requestParams, headers, response: { 200: RequestAnswerSchema } },
    },
    async (request) => {
      const { id, requestId } = request.params;
      return unwrap(await withdrawRequest(host, id, requestId, requestKeyOf(request)));
    },
  );
  app.put(
    '/v1/tokens/:id/hotlist',
    {
      preHandler,
      schema: { ...schema, params, headers, body: HotlistSchema, response: { 200: HotlistAnswerSchema } },
    },
    async (request) =>
      unwrap(await putOnHotlist(host, request.params.id, request.body.reason, requestKeyOf(request))),
  );
  app.delete(
    '/v1/tokens/:id/hotlist',
    { preHandler, schema: { ...schema, params, headers, response: { 200: HotlistAnswerSchema } } },
    async (request) => unwrap(await takeOffHotlist(host, request.params.id, requestKeyOf(request))),
  );
}
