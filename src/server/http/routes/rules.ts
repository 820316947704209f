import { z } from 'zod';
import { MergeRulesSchema } from '../../../shared/image/merge/rules.ts';
import { ProgrammeSchema } from '../../../shared/image/model.ts';
import { currentRules, setRules } from '../../host/merge-rules.ts';
import { ProgrammeRulesSchema, ProgrammeSummarySchema, setProgramme } from '../../host/programmes.ts';
import { callerOf } from '../auth.ts';
import { unwrap } from '../problem.ts';
import { RequestKeyHeaders, requestKeyOf } from '../request-key.ts';
import { type RouteContext, SECURED } from './context.ts';

const schema = { tags: ['rules'], security: SECURED };

/** The rules by which two images become one, and what a programme holds back. */
export function ruleRoutes({ app, host, guard }: RouteContext): void {
  const preHandler = guard('admin');
  app.get(
    '/v1/merge-rules',
    { preHandler, schema: { ...schema, response: { 200: MergeRulesSchema } } },
    async () => await currentRules(host.store),
  );
  app.put(
    '/v1/merge-rules',
    { preHandler, schema: { ...schema, body: MergeRulesSchema, response: { 200: MergeRulesSchema } } },
    async (request) => unwrap(await setRules(host, callerOf(request).name, request.body)),
  );
  app.put(
    '/v1/programmes/:programme',
    {
      preHandler,
      schema: {
        ...schema,
        params: z.object({ programme: ProgrammeSchema }),
        headers: RequestKeyHeaders,
        body: ProgrammeRulesSchema,
        response: { 200: ProgrammeSummarySchema },
      },
    },
    async (request) =>
      unwrap(await setProgramme(host, request.params.programme, request.body, requestKeyOf(request))),
  );
}
