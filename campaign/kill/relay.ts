import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Calls that time alone brings about: they are passed on without being counted. */
const UNCOUNTED = /\/health$|\/hold$/;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Stands before a server under an address that stays the same while that is killed and started again. A server that
 * is not there is a connection that is reset.
 */
export class Relay {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `at` is awaited before each request is passed on, and before its answer is. */
  static async open(
    target: () => string | null,
    at: (when: 'before' | 'after') => Promise<void>,
  ): Promise<Relay> {
    const server = createServer((incoming, outgoing) => {
      pass(incoming, outgoing, target, at).catch(() => incoming.socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Relay(server);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: () => string | null,
  at: (when: 'before' | 'after') => Promise<void>,
): Promise<void> {
  const body = await buffer(incoming);
  const counted = !UNCOUNTED.test(incoming.url ?? '');
  if (counted) await at('before');
  const url = target();
  if (url === null) throw new Error('the server is not there');
  const answer = await forwarded(new URL(incoming.url ?? '', url), incoming, body);
  if (counted) await at('after');
  outgoing.writeHead(answer.status, { 'content-type': answer.type });
  outgoing.end(answer.body);
}

function forwarded(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers, host: url.host }, agent: false });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      buffer(response).then(
        (received) =>
          resolve({
            status: response.statusCode ?? 502,
            type: response.headers['content-type'] ?? 'application/json',
            body: received,
          }),
        reject,
      );
    });
    outgoing.end(body);
  });
}
