import { FailureSchema } from '../../shared/contract/failure.ts';
import {
  HOST_CLOCK_HEADER,
  IMAGE_OPERATIONS,
  type ImageService,
  type OperationName,
} from '../images/service.ts';
import type { Store } from '../store/store.ts';
import { type App, createApp } from './app.ts';
import { guards } from './auth.ts';
import { SECURED } from './routes/context.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { serviceRoutes } from './routes/service.ts';

export interface ImagesAppDeps {
  readonly store: Store;
  /** The service by a clock, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly images: (now: () => number) => ImageService;
  readonly now: () => number;
}

const CLOCK = /^\d{1,15}$/;

/** The card image server as a process of its own: one route per operation of its contract. */
export function buildImagesApp({ store, images, now }: ImagesAppDeps, log = false): App {
  const app = createApp({ title: 'Recard card image server', log });
  const guard = guards(store, now);
  const route = <O extends OperationName>(operation: O): void => {
    const { body, answer } = IMAGE_OPERATIONS[operation];
    app.post(
      `/v1/images/${operation}`,
      {
        preHandler: guard('service'),
        schema: { security: SECURED, body, response: { 200: answer, 422: FailureSchema } },
      },
      async (request, reply) => {
        const told = request.headers[HOST_CLOCK_HEADER];
        const clock = typeof told === 'string' && CLOCK.test(told) ? () => Number(told) : now;
        const call = images(clock)[operation] as (body: unknown) => ReturnType<ImageService[OperationName]>;
        const result = await call(request.body);
        return result.ok ? reply.send(result.value) : reply.code(422).send(result.failure);
      },
    );
  };
  app.after(() => {
    serviceRoutes(app, now);
    credentialRoutes({ app, store, now, guard });
    for (const operation of Object.keys(IMAGE_OPERATIONS) as OperationName[]) route(operation);
  });
  return app;
}
