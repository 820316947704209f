import { z } from 'zod';
import { VisitIdSchema } from '../../../shared/contract/host.ts';
import {
  JobImagesRequestSchema,
  JobImagesSchema,
  JobInputsRequestSchema,
  JobInputsSchema,
  TransferAnswerSchema,
  TransferImageSchema,
  TransferRequestSchema,
} from '../../../shared/contract/transfer.ts';
import { jobImages } from '../../host/job/images.ts';
import { jobInputs } from '../../host/job/inputs.ts';
import { recordTransferImage } from '../../host/transfer/image.ts';
import { openTransfer } from '../../host/transfer/open.ts';
import { callerOf, requireName } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { type RouteContext, SECURED } from './context.ts';

const params = z.object({ id: VisitIdSchema });
const schema = { tags: ['jobs'], security: SECURED };

/** From one device to another. Every call may be repeated and is answered the same. */
export function jobRoutes({ app, host, guard }: RouteContext): void {
  const preHandler = guard('kiosk', 'desk');
  app.post(
    '/v1/transfers',
    {
      preHandler,
      schema: { ...schema, body: TransferRequestSchema, response: { 200: TransferAnswerSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await openTransfer(host, request.body));
    },
  );
  app.post(
    '/v1/transfers/:id/image',
    {
      preHandler,
      schema: { ...schema, params, body: TransferImageSchema, response: { 200: TransferAnswerSchema } },
    },
    async (request) =>
      unwrap(await recordTransferImage(host, callerOf(request).name, request.params.id, request.body)),
  );
  app.post(
    '/v1/jobs/:id/inputs',
    {
      preHandler,
      schema: { ...schema, params, body: JobInputsRequestSchema, response: { 200: JobInputsSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await jobInputs(host, request.params.id, request.body));
    },
  );
  app.post(
    '/v1/jobs/:id/images',
    {
      preHandler,
      schema: { ...schema, params, body: JobImagesRequestSchema, response: { 200: JobImagesSchema } },
    },
    async (request) => {
      requireName(request, request.body.kiosk);
      return unwrap(await jobImages(host, request.params.id, request.body));
    },
  );
}
