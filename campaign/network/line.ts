import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Message, messages } from './message.ts';

/** A request that reached the line, and what may be done with it. */
export interface Meeting {
  readonly request: Message;
  /** The kiosk's end of its connection. */
  readonly kiosk: Socket;
  readonly line: Line;
  /** Carries the request to the host and brings its true answer, whole. */
  forward(): Promise<Buffer>;
}

/** Deals with one request; the connection is used on if it is still open then. */
export type Treatment = (meeting: Meeting) => Promise<void>;

/** Hands the request on and the answer back. */
export const pass: Treatment = async ({ kiosk, forward }) => {
  kiosk.write(await forward());
};

/** What lies between kiosk and host: TCP on both sides, and for each request what `treat` does with it. */
export class Line {
  readonly #treat: (request: Message) => Treatment;
  readonly #kiosks = new Set<Socket>();
  readonly #work = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  /** Every request that changes something at the host, as the kiosk sent it. */
  readonly recorded: Message[] = [];
  #server: Server | undefined;
  #port = 0;
  #hostPort = 0;

  constructor(treat: (request: Message) => Treatment) {
    this.#treat = treat;
  }

  /** Lays the line to the host at `url` and gives the address at which the kiosk finds it. */
  async lay(url: string): Promise<string> {
    this.#hostPort = Number(new URL(url).port);
    await this.#listen();
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Sends the message to the host over a connection of its own and returns the answer, whole. */
  async deliver({ bytes }: Message): Promise<Buffer> {
    const host = connect(this.#hostPort, '127.0.0.1');
    host.on('error', () => host.destroy());
    host.write(bytes);
    try {
      for await (const answer of messages(host)) return answer.bytes;
    } finally {
      host.destroy();
    }
    throw new Error('the host gave no answer');
  }

  /** For so long nobody is reached here: connections are refused, and those there are broken. */
  async interrupt(ms: number): Promise<void> {
    const stopped = this.#stopListening();
    for (const kiosk of this.#kiosks) kiosk.resetAndDestroy();
    await stopped;
    await this.pause(ms);
    if (!this.#closing.signal.aborted) await this.#listen();
  }

  /** Waits, but not longer than there is a line. */
  async pause(ms: number): Promise<void> {
    // Its end breaks the pause off, which is no error.
    await wait(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  /** Has `work` done beside whatever else there is; the line's end waits for it. */
  begin(work: Promise<void>): void {
    const done = work.finally(() => this.#work.delete(done));
    this.#work.add(done);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const kiosk of this.#kiosks) kiosk.destroy();
    await this.#stopListening();
    await Promise.allSettled(this.#work);
  }

  async #listen(): Promise<void> {
    const server = createServer((kiosk) => this.begin(this.#serve(kiosk)));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const kiosk of this.#kiosks) kiosk.destroy();
    await closed;
  }

  async #serve(kiosk: Socket): Promise<void> {
    this.#kiosks.add(kiosk);
    // Connections are broken here on purpose, from either side.
    kiosk.on('error', () => kiosk.destroy());
    kiosk.on('close', () => this.#kiosks.delete(kiosk));
    try {
      for await (const request of messages(kiosk)) {
        if (request.startLine.startsWith('POST')) this.recorded.push(request);
        const forward = () => this.deliver(request);
        await this.#treat(request)({ request, kiosk, line: this, forward });
        if (kiosk.destroyed) return;
      }
    } catch (error) {
      if (!kiosk.destroyed) throw error;
    } finally {
      kiosk.destroy();
    }
  }
}
