import { z } from 'zod';
import { HostHealthSchema } from '../../../shared/contract/host.ts';
import { type App, VERSION } from '../app.ts';

/** Whether the server is up, and what it can do. Open to everyone. */
export function serviceRoutes(app: App, now: () => number): void {
  app.get('/v1/health', { schema: { response: { 200: HostHealthSchema } } }, async () => ({
    status: 'ok' as const,
    version: VERSION,
    now: new Date(now()).toISOString(),
  }));
  app.get(
    '/v1/openapi.json',
    { schema: { hide: true, response: { 200: z.record(z.string(), z.unknown()) } } },
    async () => ({ ...app.swagger() }),
  );
}
