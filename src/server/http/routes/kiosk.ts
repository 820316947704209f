import { z } from 'zod';
import {
  BackupAnswerSchema,
  BackupReportSchema,
  HoldAnswerSchema,
  HoldSchema,
  OutcomeAnswerSchema,
  OutcomeReportSchema,
  RecordImageSchema,
  VisitAnswerSchema,
  VisitIdSchema,
  VisitRequestSchema,
} from '../../../shared/contract/host.ts';
import { keepBackup } from '../../host/backup-report.ts';
import { holdVisit } from '../../host/hold.ts';
import { reportOutcome } from '../../host/outcomes.ts';
import { openVisit, recordImage } from '../../host/visits.ts';
import { callerOf, requireName } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { type RouteContext, SECURED } from './context.ts';

const params = z.object({ id: VisitIdSchema });
const schema = { tags: ['kiosk'], security: SECURED };

/** What kiosks ask. Every call may be repeated with the same id. */
export function kioskRoutes({ app, host, guard }: RouteContext): void {
  const preHandler = guard('kiosk', 'desk');
  app.post(
    '/v1/visits',
    {
      preHandler,
      schema: { ...schema, body: VisitRequestSchema, response: { 200: VisitAnswerSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await openVisit(host, request.body));
    },
  );
  app.post(
    '/v1/visits/:id/image',
    {
      preHandler,
      schema: { ...schema, params, body: RecordImageSchema, response: { 200: VisitAnswerSchema } },
    },
    async (request) =>
      unwrap(await recordImage(host, callerOf(request).name, request.params.id, request.body)),
  );
  app.post(
    '/v1/visits/:id/hold',
    {
      preHandler,
      schema: { ...schema, params, body: HoldSchema, response: { 200: HoldAnswerSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await holdVisit(host, request.params.id, request.body));
    },
  );
  app.post(
    '/v1/visits/:id/outcome',
    {
      preHandler,
      schema: { ...schema, params, body: OutcomeReportSchema, response: { 200: OutcomeAnswerSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await reportOutcome(host, request.params.id, request.body));
    },
  );
  app.post(
    '/v1/visits/:id/backup',
    {
      preHandler,
      schema: { ...schema, params, body: BackupReportSchema, response: { 200: BackupAnswerSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await keepBackup(host, request.params.id, request.body));
    },
  );
}
