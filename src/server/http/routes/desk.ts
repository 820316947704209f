import { z } from 'zod';
import {
  BackupOffersRequestSchema,
  BackupOffersSchema,
  CustomerSearchSchema,
  CustomersSchema,
  ReportedSchema,
  ReportTokenSchema,
} from '../../../shared/contract/transfer.ts';
import { TokenIdSchema } from '../../../shared/image/model.ts';
import { searchCustomers } from '../../host/customers.ts';
import { offerBackups, reportToken } from '../../host/reports.ts';
import { requireName } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { RequestKeyHeaders, requestKeyOf } from '../request-key.ts';
import { type RouteContext, SECURED } from './context.ts';

const params = z.object({ id: TokenIdSchema });
const schema = { tags: ['desk'], security: SECURED };

/** What staff at a desk ask about customers and their tokens. */
export function deskRoutes({ app, host, guard }: RouteContext): void {
  const preHandler = guard('desk');
  app.post(
    '/v1/customers/search',
    {
      preHandler,
      schema: { ...schema, body: CustomerSearchSchema, response: { 200: CustomersSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await searchCustomers(host, request.body));
    },
  );
  app.post(
    '/v1/tokens/:id/report',
    {
      preHandler,
      schema: {
        ...schema,
        params,
        headers: RequestKeyHeaders,
        body: ReportTokenSchema,
        response: { 200: ReportedSchema },
      },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await reportToken(host, request.params.id, request.body, requestKeyOf(request)));
    },
  );
  app.post(
    '/v1/tokens/:id/backup-offers',
    {
      preHandler,
      schema: {
        ...schema,
        params,
        body: BackupOffersRequestSchema,
        response: { 200: BackupOffersSchema },
      },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await offerBackups(host, request.params.id));
    },
  );
}
