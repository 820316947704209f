import { z } from 'zod';
import { ItemSchema, ProgrammeSchema, TokenIdSchema } from '../../../shared/image/model.ts';
import {
  LedgerSchema,
  PostedTransactionsSchema,
  PostTransactionsSchema,
  VisitSummarySchema,
} from '../../host/admin-contract.ts';
import { onceElsewhere } from '../../host/once.ts';
import { imageRefusal } from '../../host/refusal.ts';
import { postTransactions } from '../../host/transactions.ts';
import { listVisits } from '../../host/visit-list.ts';
import { IMAGE_OPERATIONS } from '../../images/service.ts';
import { callerOf, requireName } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { RequestKeyHeaders, requestKeyOf } from '../request-key.ts';
import { type RouteContext, SECURED } from './context.ts';

const visitFilter = z.object({
  tokenId: TokenIdSchema.optional(),
  /** What the kiosk showed to staff. */
  reference: z.string().max(32).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
const couponParams = z.object({ programme: ProgrammeSchema, item: ItemSchema });
const { answer: titleAnswer, body: titleBody } = IMAGE_OPERATIONS.title;
const schema = { tags: ['ledger'], security: SECURED };

/** Transactions, visits, coupons and keys. */
export function ledgerRoutes({ app, host, guard }: RouteContext): void {
  app.post(
    '/v1/transactions',
    {
      preHandler: guard('admin', 'terminal'),
      schema: { ...schema, body: PostTransactionsSchema, response: { 200: PostedTransactionsSchema } },
    },
    async (request) => {
      const caller = callerOf(request);
      if (caller.role === 'terminal') for (const { terminal } of request.body) requireName(request, terminal);
      return unwrap(await postTransactions(host, caller.name, request.body));
    },
  );
  app.get(
    '/v1/transactions',
    {
      preHandler: guard('admin'),
      schema: {
        ...schema,
        querystring: z.object({ tokenId: TokenIdSchema }),
        response: { 200: LedgerSchema },
      },
    },
    async ({ query }) => {
      const ledger = await host.images.transactions(query);
      return unwrap(ledger.ok ? ledger : imageRefusal(ledger.failure));
    },
  );
  app.get(
    '/v1/visits',
    {
      preHandler: guard('admin'),
      schema: {
        ...schema,
        querystring: visitFilter,
        response: { 200: z.object({ visits: z.array(VisitSummarySchema) }) },
      },
    },
    async ({ query }) => ({ visits: await listVisits(host, query) }),
  );
  app.put(
    '/v1/programmes/:programme/coupons/:item',
    {
      preHandler: guard('admin'),
      schema: {
        ...schema,
        params: couponParams,
        headers: RequestKeyHeaders,
        body: titleBody.pick({ title: true, expiresOn: true }),
        response: { 200: titleAnswer },
      },
    },
    async (request) => {
      const { params, body } = request;
      const asked = { key: requestKeyOf(request), now: host.now(), answer: titleAnswer };
      const titled = await onceElsewhere(host.store, asked, async () => {
        const set = await host.images.title({ ...params, ...body });
        return set.ok ? set : imageRefusal(set.failure);
      });
      return unwrap(titled);
    },
  );
  app.get(
    '/v1/keys',
    { schema: { tags: ['keys'], response: { 200: IMAGE_OPERATIONS.keys.answer } } },
    async () => {
      const keys = await host.images.keys({});
      return unwrap(keys.ok ? keys : imageRefusal(keys.failure));
    },
  );
}
