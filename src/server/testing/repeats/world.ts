import type { FastifyInstance } from 'fastify';
import type { Store } from '../../store/store.ts';
import { type Answer, type HostKit, hostKit } from '../kit.ts';

/** A request as its caller sends it, byte for byte the same each time. */
export interface Sent {
  readonly path: string;
  readonly body?: unknown;
  /** The caller's token; the administrator's when left out. */
  readonly token?: string;
}

/** A route that changes something, and a request to it whose repetition must not. */
export interface RepeatCase {
  /** As Fastify lists it: method and address with its parameters. */
  readonly route: string;
  /** Sends the header `Idempotency-Key`. Routes without it know a repetition by what the body says. */
  readonly keyed?: true;
  /** Its answer says whether this one was the first. */
  readonly tellsTheFirst?: true;
  /**
   * What may come of it when it arrives late all the same. `one-more-image`: the image server answers by what it knows
   * by then, with an image that nobody is given and that no token carries. `last-word`: only its sender, the host,
   * knows that it said something else since, and sends a request of its caller's once.
   */
  readonly late?: 'one-more-image' | 'last-word';
  /** Brings the host to where the request is sent. */
  readonly prepare: (kit: HostKit) => Promise<Sent>;
  /** What happens to the same thing afterwards, before the request arrives once more. */
  readonly later: (kit: HostKit) => Promise<unknown>;
}

export const KEY = '0a6d9a52-5f9a-4e39-9a7e-2f3f0d8f7b11';

/** A server that listens, and a caller of it over HTTP. */
export async function listening(
  store: Store,
  appOf: (kit: HostKit) => { readonly app: FastifyInstance; readonly token: () => Promise<string> },
) {
  const kit = await hostKit(store);
  const { app, token: tokenOf } = appOf(kit);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const token = await tokenOf();
  return {
    kit,
    store,
    async send({ route, keyed }: RepeatCase, sent: Sent): Promise<Answer> {
      const answer = await fetch(`${url}${sent.path}`, {
        method: route.split(' ')[0] ?? '',
        headers: {
          authorization: `Bearer ${sent.token ?? token}`,
          ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(keyed === undefined ? {} : { 'idempotency-key': KEY }),
        },
        ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      });
      return { status: answer.status, body: await answer.json() };
    },
    stop: () => app.close(),
  };
}
export type World = Awaited<ReturnType<typeof listening>>;

/** Every route of the server that is not only read from. To be asked before the server listens. */
export function changingRoutes(app: FastifyInstance): readonly string[] {
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'GET' && one !== 'HEAD' && one !== 'OPTIONS') routes.push(`${one} ${url}`);
  });
  return routes;
}
