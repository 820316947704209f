import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { supervise } from '../../scripts/kiosk/supervise.ts';
import type { JobAction, UserAction } from '../../src/shared/contract/ipc.ts';
import type { Changes } from './changes.ts';
import { type FromKiosk, FromKioskSchema, type Screen, type Setup, type ToKiosk } from './kiosk-wire.ts';
import { Readers } from './readers.ts';
import { Trap } from './trap.ts';
import { onMessages, post } from './wire.ts';

export const READERS = ['First reader', 'Second reader'] as const;
/** The product waits longer before it starts a kiosk again that ends again and again. */
const RESTART_MS = 10;
const KEPT_LINES = 60;

type Status = Extract<FromKiosk, { type: 'status' }>;

export interface SeatOptions {
  readonly folder: string;
  readonly setup: Omit<Setup, 'customer' | 'folder'>;
  readonly library: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly changes: Changes;
  readonly onApdu: (seat: Seat, when: 'before' | 'after') => Promise<void>;
  /** Told after its main process has ended. */
  readonly onEnd: (seat: Seat) => void;
}

/** A kiosk's place in the branch: its readers, its journal, and the supervisor that keeps its processes running. */
export class Seat {
  readonly name: string;
  readonly readers: Readers;
  readonly trap: Trap;
  /** What is on its screen; `null` while no main process runs. */
  screen: Screen | null = null;
  revision = 0;
  pid: number | null = null;
  /** What its processes logged last. */
  readonly lines: string[] = [];
  readonly #changes: Changes;
  readonly #server: Server;
  readonly #stop = new AbortController();
  readonly #ended: Promise<number>;
  #main: Socket | null = null;
  #status: ((status: Status | null) => void) | null = null;

  constructor({ folder, setup, library, environment, changes, onApdu, onEnd }: SeatOptions) {
    const { kiosk } = setup;
    const at = (name: string): string => path.join(folder, `${kiosk}.${name}`);
    this.name = kiosk;
    this.#changes = changes;
    this.trap = new Trap(at('trap'));
    const apdu = (when: 'before' | 'after') => onApdu(this, when);
    this.readers = new Readers(at('readers'), READERS, { apdu, changed: changes.tell });
    const customer = at('customer');
    this.#server = createServer((socket) => this.#serve(socket)).listen(customer);
    writeFileSync(at('json'), JSON.stringify({ ...setup, customer, folder: at('data') } satisfies Setup));
    this.#ended = supervise({
      command: process.execPath,
      args: [path.join(import.meta.dirname, 'kiosk-process.ts'), at('json')],
      env: {
        ...process.env,
        ...environment,
        ...this.trap.environment(library),
        RECARD_KILL_READERS: this.readers.path,
      },
      restartMs: RESTART_MS,
      longestMs: RESTART_MS,
      log: () => onEnd(this),
      signal: this.#stop.signal,
    });
  }

  act(action: UserAction): void {
    this.#send({ type: 'act', action });
  }

  actOnJob(action: JobAction): void {
    this.#send({ type: 'job-act', action });
  }

  /** What its journal says; `null` when the process ended before it answered. */
  status(): Promise<Status | null> {
    return new Promise((resolve) => {
      if (this.#main === null) return resolve(null);
      this.#status = resolve;
      this.#send({ type: 'status' });
    });
  }

  async killMain(): Promise<boolean> {
    const { pid } = this;
    if (pid === null) return false;
    process.kill(pid, 'SIGKILL');
    await this.#until(() => this.pid !== pid && this.readers.cardPid === null, 'the main process dead');
    return true;
  }

  async killCard(): Promise<boolean> {
    const { cardPid } = this.readers;
    if (cardPid === null) return false;
    process.kill(cardPid, 'SIGKILL');
    await this.#until(() => this.readers.cardPid !== cardPid, 'the card process dead');
    return true;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    this.readers.close();
    this.#server.close();
    this.#main?.destroy();
    this.trap.close();
  }

  #until(isSo: () => boolean, what: string): Promise<true> {
    return this.#changes.until(
      () => (isSo() ? true : null),
      10_000,
      () => `${this.name}: ${what}`,
    );
  }

  #send(message: ToKiosk): void {
    if (this.#main !== null) post(this.#main, message);
  }

  #serve(socket: Socket): void {
    this.#main = socket;
    onMessages(socket, FromKioskSchema, (message) => this.#heard(message));
    socket.on('close', () => {
      this.#main = null;
      this.#status?.(null);
      this.screen = null;
      this.pid = null;
      this.#changes.tell();
    });
  }

  #heard(message: FromKiosk): void {
    if (message.type === 'hello') this.pid = message.pid;
    else if (message.type === 'status') this.#status?.(message);
    else if (message.type === 'log') {
      this.lines.push(message.line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
      return;
    } else {
      this.screen = message.screen;
      this.revision = message.revision;
    }
    this.#changes.tell();
  }
}
