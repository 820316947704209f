import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';

/** A DevTools session; commands and events are typed by Playwright's copy of Chromium's protocol. */
export type CdpSession = Pick<CDPSession, 'send' | 'on' | 'once'>;

/** The page, its frame or Chromium itself went away before it answered. */
export class TargetGone extends Error {
  override name = 'TargetGone';
}

const GONE =
  /session with given id not found|target (closed|crashed)|navigated or closed|cannot find context|context was destroyed|invalid interceptionid|not attached to an active page|no target with given id|browser window not found/i;

function failure(text: string): Error {
  return GONE.test(text) ? new TargetGone(text) : new Error(text);
}

interface Pending {
  method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** Chromium's `--remote-debugging-pipe`: JSON messages, each ended by a zero byte. */
export class CdpConnection {
  readonly browser: CdpSession;
  readonly closed: Promise<void>;
  readonly #write: Writable;
  readonly #sessions = new Map<string, EventEmitter>();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #over = false;

  constructor(write: Writable, read: Readable) {
    this.#write = write;
    this.browser = this.session('');
    this.#listen(read);
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.#over = true;
        for (const { method, reject } of this.#pending.values())
          reject(new TargetGone(`${method}: Chromium ended`));
        this.#pending.clear();
        resolve();
      };
      read.once('close', end);
      write.once('error', end);
    });
  }

  /** The session with that id, as it came with `Target.attachedToTarget`. */
  session(id: string): CdpSession {
    const events = new EventEmitter().setMaxListeners(0);
    this.#sessions.set(id, events);
    const send = (method: string, params: object = {}): Promise<unknown> => this.#send(id, method, params);
    return Object.assign(events, { send }) as unknown as CdpSession;
  }

  #send(sessionId: string, method: string, params: object): Promise<unknown> {
    if (this.#over) return Promise.reject(new TargetGone(`${method}: Chromium ended`));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      const message = sessionId === '' ? { id, method, params } : { id, method, params, sessionId };
      this.#write.write(`${JSON.stringify(message)}\0`);
    });
  }

  #listen(read: Readable): void {
    let parts: string[] = [];
    read.setEncoding('utf8').on('data', (chunk: string) => {
      const pieces = chunk.split('\0');
      parts.push(pieces[0] ?? '');
      for (const piece of pieces.slice(1)) {
        this.#receive(JSON.parse(parts.join('')));
        parts = [piece];
      }
    });
  }

  #receive(message: Message): void {
    const { id, method, params, error } = message;
    if (id === undefined) {
      this.#sessions.get(message.sessionId ?? '')?.emit(method ?? '', params);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending === undefined) return;
    if (error === undefined) pending.resolve(message.result);
    else pending.reject(failure(`${pending.method}: ${error.message}`));
  }
}
