import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { BindingChoice } from './bindings/load.ts';
import type { SpawnCardProcess } from './card-process/channel.ts';
import { CardLink, type News } from './card-process/link.ts';
import { ConnectedSchema, DisconnectedSchema, ResponseSchema } from './card-process/protocol.ts';
import { LIMITS, type Limits, LONG_LIFE_MS, LONGEST_RESTART_MS } from './limits.ts';
import type { ReaderEvent, ReaderPort, TokenSession } from './port.ts';
import { ReaderTable } from './reader-table.ts';
import { Session } from './session.ts';

export interface SupervisorOptions {
  readonly spawnCardProcess: SpawnCardProcess;
  readonly binding?: BindingChoice;
  readonly limits?: Partial<Limits>;
  /** One line for staff: which binding is used and why, and what happened to the card process. */
  readonly log?: (line: string) => void;
}

/**
 * Real PC/SC behind ReaderPort. The native binding runs in the card process; this side keeps the time of every
 * call, ends a process that is stuck, and starts the next one whatever the reason the last one ended for.
 */
export function superviseReaders(options: SupervisorOptions): ReaderPort {
  return new Supervisor(options);
}

class Supervisor implements ReaderPort {
  readonly #options: SupervisorOptions;
  readonly #limits: Limits;
  readonly #log: (line: string) => void;
  readonly #table = new ReaderTable(failure('service-unavailable', 'not started'));
  readonly #sessions = new Map<string, { session: Session; presentation: number }>();
  readonly #ending = new Map<string, Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #link: CardLink | undefined;
  #restartMs: number;
  #running = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#log = options.log ?? (() => {});
    this.#restartMs = this.#limits.restartMs;
    this.#table.subscribe((event) => this.#endSession(event));
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#startProcess();
  }

  subscribe(listener: (event: ReaderEvent) => void): () => void {
    return this.#table.subscribe(listener);
  }

  async stop(): Promise<void> {
    this.#running = false;
    const held = [...this.#sessions.values()].map(({ session }) => session.disconnect());
    const released = Promise.all([...held, ...this.#ending.values()]);
    await Promise.race([released, new Promise<void>((late) => this.#after(this.#limits.disconnectMs, late))]);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const stopped = failure('service-unavailable', 'stopped');
    this.#link?.end(stopped);
    this.#table.serviceDown(stopped);
  }

  async connect(reader: string): Promise<Result<TokenSession>> {
    // a session that ended an instant ago may still hold the reader
    await this.#ending.get(reader);
    const link = this.#link;
    if (!link) return fail(failure('service-unavailable', 'connect: no card process'));
    const { connectMs, disconnectMs, transmitMs } = this.#limits;
    const presentation = this.#table.presentationAt(reader);
    const late = failure('token-mute', `connect: no answer within ${connectMs} ms`, { tokenEffect: 'none' });
    const connected = await link.call({ type: 'connect', reader }, ConnectedSchema, connectMs, late);
    if (!connected.ok) {
      const { code } = connected.failure;
      if (code === 'token-mute' || code === 'service-unavailable')
        this.#contactLost(reader, connected.failure, link);
      return connected;
    }
    const { connection, atr, protocol } = connected.value;
    const release = async (disposition: 'leave' | 'reset') => {
      if (this.#sessions.get(reader)?.session === session) this.#sessions.delete(reader);
      const call = { type: 'disconnect', connection, disposition } as const;
      const stuck = failure('card-process-lost', `disconnect: no answer within ${disconnectMs} ms`);
      const released = await link.call(call, DisconnectedSchema, disconnectMs, stuck);
      // nothing is left to do: a token that is not released is released with its process, which has ended
      if (!released.ok) this.#log(`Disconnecting ${reader}: ${released.failure.detail}`);
    };
    const session: Session = new Session(
      reader,
      {
        atr,
        protocol,
        transmit: (command, timeoutMs) => {
          const mute = failure('token-mute', `transmit: no answer within ${timeoutMs} ms`);
          return link.call({ type: 'transmit', connection, command }, ResponseSchema, timeoutMs, mute);
        },
        release,
        lost: (cause) => this.#contactLost(reader, cause, link),
      },
      transmitMs,
    );
    if (presentation === undefined || !this.#table.isCurrent(reader, presentation)) {
      await release('leave');
      return fail(failure('token-removed', 'connect: taken out meanwhile', { tokenEffect: 'none' }));
    }
    this.#sessions.set(reader, { session, presentation });
    return ok(session);
  }

  #startProcess(): void {
    let opened = false;
    const startedAt = performance.now();
    const link: CardLink = new CardLink(
      this.#options.spawnCardProcess(),
      (message) => {
        if (message.type !== 'binding') clearTimeout(starting);
        if (message.type === 'readers') opened = true;
        this.#heard(message, link);
      },
      (cause) => {
        clearTimeout(starting);
        if (performance.now() - startedAt > LONG_LIFE_MS) this.#restartMs = this.#limits.restartMs;
        this.#processOver(cause, opened);
      },
    );
    const starting = this.#after(this.#limits.startMs, () =>
      link.end(failure('card-process-lost', `not ready within ${this.#limits.startMs} ms`)),
    );
    this.#link = link;
    link.open(this.#options.binding ?? 'auto');
  }

  #heard(message: News, link: CardLink): void {
    switch (message.type) {
      case 'binding':
        this.#log(
          message.instead === undefined
            ? `PC/SC through ${message.binding}`
            : `PC/SC through ${message.binding}, because the other could not be loaded: ${message.instead}`,
        );
        break;
      case 'unusable':
        this.#running = false;
        link.end(message.failure);
        break;
      case 'service-missing':
        this.#table.serviceDown(message.failure);
        break;
      case 'service-found':
        this.#table.serviceUp();
        this.#table.believeNext();
        break;
      case 'readers':
        this.#table.update(message.readers);
        break;
      case 'lost':
        link.end(message.failure);
        break;
    }
  }

  #processOver(cause: Failure, opened: boolean): void {
    this.#link = undefined;
    for (const [reader, { session }] of this.#sessions) this.#ending.set(reader, session.end(cause));
    // a process that died is replaced within a moment; a service that went, or never was, is worth telling
    if (cause.code === 'service-unavailable' || !opened) this.#table.serviceDown(cause);
    else this.#table.contactLostEverywhere(cause);
    if (!this.#running) return;
    this.#log(`The card process is started again: ${cause.detail}`);
    this.#after(this.#restartMs, () => this.#startProcess());
    this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS);
  }

  #contactLost(reader: string, cause: Failure, link: CardLink): void {
    // the binding's watch may end without a word when the service goes: a call that noticed is as good
    if (cause.code === 'service-unavailable') link.end(cause);
    this.#table.contactLost(reader, cause);
    this.#after(this.#limits.settleMs, () => void this.#settle(reader));
  }

  /**
   * PC/SC still says that the token is there: it was put back before the poll, without power, and the service
   * believes that it is powered. Resetting it brings both to the same state. Only now, because resetting a token
   * that has just left blinds pcscd to one that is put in before its next poll.
   */
  async #settle(reader: string): Promise<void> {
    const link = this.#link;
    if (!link || !this.#table.isDoubted(reader)) return;
    const { connectMs, disconnectMs } = this.#limits;
    const mute = failure('token-mute', `connect: no answer within ${connectMs} ms`, { tokenEffect: 'none' });
    await this.#ending.get(reader);
    const connected = await link.call({ type: 'connect', reader }, ConnectedSchema, connectMs, mute);
    if (connected.ok) {
      const reset = {
        type: 'disconnect',
        connection: connected.value.connection,
        disposition: 'reset',
      } as const;
      const stuck = failure('card-process-lost', `disconnect: no answer within ${disconnectMs} ms`);
      const done = await link.call(reset, DisconnectedSchema, disconnectMs, stuck);
      if (!done.ok) this.#log(`Resetting the token in ${reader}: ${done.failure.detail}`);
    } else if (connected.failure.code === 'token-removed')
      return; // PC/SC is about to say so
    else if (connected.failure.code === 'token-mute') this.#table.contactLost(reader, connected.failure);
    this.#table.settle(reader);
  }

  /** A session ends with its presentation, so that no command reaches whatever token is there next. */
  #endSession(event: ReaderEvent): void {
    if (event.type !== 'token-absent') return;
    const held = this.#sessions.get(event.reader);
    if (held?.presentation !== event.presentation) return;
    this.#ending.set(event.reader, held.session.end(failure('token-removed', 'the token was taken out')));
  }

  #after(ms: number, then: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }
}
