import { createServer, type RequestListener } from 'node:http';
import type { Server, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

export interface Listening {
  readonly url: string;
  /** Ends all connections and gives the port back. */
  close(): Promise<void>;
}

/** Puts any TCP server on a port of its own, or on `port` again. */
export function listen(server: Server, scheme = 'http', port = 0) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Tests break connections on purpose; a server must not die of it.
    socket.on('error', () => sockets.delete(socket));
  });
  return new Promise<Listening>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' ? address?.port : undefined;
      resolve({
        url: `${scheme}://127.0.0.1:${bound}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

/** A real HTTP server that answers as the test says. */
export const serve = (listener: RequestListener, port = 0) => listen(createServer(listener), 'http', port);

const OutcomeSeenSchema = z.object({ revision: z.number() });

export interface Told {
  readonly visitId: string;
  readonly revision: number;
}

/**
 * Answers one outcome: `null` acknowledges it, a number is the HTTP status, `'reset'` breaks the connection,
 * `'hang'` never answers, `'no-such-call'` is what a host says that is older than the call, `'revision-taken'` one that
 * was told something else under this revision.
 */
export type Answer = null | number | 'reset' | 'hang' | 'no-such-call' | 'revision-taken';

/** A host that keeps the outcomes it acknowledged, and answers what `decide` says. Its port can be given again. */
export async function startHost(decide: (told: Told, attempt: number) => Answer = () => null, port = 0) {
  const acknowledged: Told[] = [];
  const attempts: Told[] = [];
  let probes = 0;
  const listening = await serve((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const visitId = /^\/v1\/visits\/([^/]+)\/outcome$/.exec(request.url ?? '')?.[1];
    if (visitId === undefined) {
      probes += 1;
      answer(200, { status: 'ok', version: 'test', now: new Date().toISOString() });
      return;
    }
    json(request).then(
      (body) => {
        const told = { visitId, revision: OutcomeSeenSchema.parse(body).revision };
        attempts.push(told);
        const same = attempts.filter((one) => one.visitId === visitId && one.revision === told.revision);
        const decision = decide(told, same.length);
        if (decision === 'reset') request.socket.destroy();
        else if (decision === 'revision-taken')
          answer(409, { error: 'outcome-conflict', message: 'Send the next revision.' });
        else if (decision === 'no-such-call')
          answer(404, { error: 'not-found', message: 'There is no such call.' });
        else if (typeof decision === 'number')
          answer(decision, { error: 'as-told', message: 'the test says so' });
        else if (decision === null) {
          acknowledged.push(told);
          answer(200, { visitId, acknowledged: true });
        }
      },
      () => response.destroy(),
    );
  }, port);
  const { port: bound } = new URL(listening.url);
  return { ...listening, port: Number(bound), acknowledged, attempts, probes: () => probes };
}
