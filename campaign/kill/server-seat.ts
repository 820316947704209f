import { z } from 'zod';
import { callUrl, type ServerProcess, startProcess } from '../../src/server/testing/process.ts';
import { Broken } from '../tear/broken.ts';
import type { Changes } from './changes.ts';
import type { Trap } from './trap.ts';

export interface ServerSeatOptions {
  readonly name: 'host' | 'images';
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly trap: Trap;
  readonly changes: Changes;
  /** Told after its process has ended. */
  readonly onEnd: (seat: ServerSeat) => void;
}

/** A server that is started again whenever it has ended, on what it left. */
export class ServerSeat {
  readonly name: 'host' | 'images';
  readonly trap: Trap;
  /** The first administrator's token, which only the first start tells. */
  admin = '';
  readonly #options: ServerSeatOptions;
  #server: ServerProcess | null = null;
  #stopping = false;
  #restarted: Promise<void> | undefined;
  /** Why it did not start again. */
  #trouble: string | null = null;

  private constructor(options: ServerSeatOptions) {
    this.name = options.name;
    this.trap = options.trap;
    this.#options = options;
  }

  static async open(options: ServerSeatOptions): Promise<ServerSeat> {
    const seat = new ServerSeat(options);
    await seat.#start();
    return seat;
  }

  /** `null` while it is not there. */
  get url(): string | null {
    return this.#server?.url ?? null;
  }

  /** Fails the case when it did not start again. */
  check(): void {
    if (this.#trouble !== null) throw new Broken('needed-staff', this.#trouble);
  }

  async kill(): Promise<boolean> {
    const server = this.#server;
    if (server === null) return false;
    await server.end('SIGKILL');
    await this.#options.changes.until(
      () => (this.#server !== server ? true : null),
      10_000,
      () => `${this.name} dead`,
    );
    return true;
  }

  /** Asks the server as the back office; waits until it is there. */
  async call(method: string, path: string, payload?: unknown): Promise<unknown> {
    const { changes } = this.#options;
    const url = await changes.until(
      () => this.url,
      20_000,
      () => `${this.name} listens`,
    );
    const { status, body } = await callUrl(`${url}${path}`, method, this.admin, payload);
    if (status < 300) return body;
    throw new Error(`${method} ${path} is answered ${status}: ${JSON.stringify(body)}`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#server?.end('SIGKILL');
    await this.#restarted;
  }

  async #start(): Promise<void> {
    const { args, environment, changes } = this.#options;
    const server = await startProcess(args, environment);
    if (this.#stopping) return void (await server.end('SIGKILL'));
    this.#server = server;
    const told = server.lines.at(-1)?.adminToken;
    if (told !== undefined) this.admin = z.string().parse(told);
    changes.tell();
    this.#restarted = server.exited.then(() => this.#again());
  }

  async #again(): Promise<void> {
    const { changes, onEnd, trap } = this.#options;
    this.#server = null;
    onEnd(this);
    changes.tell();
    if (this.#stopping) return;
    try {
      await this.#start();
    } catch (error) {
      // Killed again while it started.
      if (trap.sprung()) await this.#again();
      else this.#trouble = `${this.name} did not start again: ${String(error)}`;
      changes.tell();
    }
  }
}
