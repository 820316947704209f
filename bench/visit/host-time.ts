import diagnostics from 'node:diagnostics_channel';
import { ClientRequest, IncomingMessage } from 'node:http';
import { z } from 'zod';

const StartSchema = z.object({ request: z.instanceof(ClientRequest) });
const ResponseSchema = StartSchema.extend({ response: z.instanceof(IncomingMessage) });

/** Calls that a visit waits for; outcomes are sent behind its back. */
const AWAITED = /^\/v1\/visits(\/[^/]+\/image)?$/;

/**
 * Sums up how long this process waits for the host: from the moment a request of a visit is sent to the last byte
 * of its answer, as Node tells it. Making and reading them is the kiosk's own time.
 */
export class HostTime {
  #millis = 0;
  readonly #sentAt = new Map<ClientRequest, number>();

  readonly #onStart = (message: unknown): void => {
    const { request } = StartSchema.parse(message);
    if (AWAITED.test(request.path)) this.#sentAt.set(request, performance.now());
  };

  readonly #onResponse = (message: unknown): void => {
    const { request, response } = ResponseSchema.parse(message);
    const sentAt = this.#sentAt.get(request);
    if (sentAt === undefined) return;
    this.#sentAt.delete(request);
    response.once('end', () => {
      this.#millis += performance.now() - sentAt;
    });
  };

  start(): void {
    diagnostics.subscribe('http.client.request.start', this.#onStart);
    diagnostics.subscribe('http.client.response.finish', this.#onResponse);
  }

  stop(): void {
    diagnostics.unsubscribe('http.client.request.start', this.#onStart);
    diagnostics.unsubscribe('http.client.response.finish', this.#onResponse);
  }

  /** Milliseconds so far. */
  get millis(): number {
    return this.#millis;
  }
}
