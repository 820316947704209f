import { type Failure, type FailureCode, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Disposition } from './bindings/binding.ts';
import type { BindingChoice } from './bindings/load.ts';
import type { SpawnCardProcess } from './card-process/channel.ts';
import { CardProcessKeeper, LOOKED_ANEW } from './card-process/keeper.ts';
import type { CardLink, News } from './card-process/link.ts';
import { ConnectedSchema, DisconnectedSchema, ResponseSchema } from './card-process/protocol.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { ReaderEvent, ReaderPort, TokenSession } from './port.ts';
import { ReaderTable } from './reader-table.ts';
import { Session } from './session.ts';

const STOPPED = failure('service-unavailable', 'stopped');
/**
 * What a token that is connected to is found to be, and the service's list may never say: pcscd has shown a token and
 * refused it for not being there within the same millisecond, without a word when it was.
 */
const LOST_AT_CONNECT: readonly FailureCode[] = [
  'token-mute',
  'token-removed',
  'token-reset',
  'service-unavailable',
];

export interface SupervisorOptions {
  readonly spawnCardProcess: SpawnCardProcess;
  readonly binding?: BindingChoice;
  readonly limits?: Partial<Limits>;
  /** The card process ends this one when it hangs: only for a process that another one starts again. */
  readonly guarded?: boolean;
  /** One line for staff: which binding is used and why, and what happened to the card process. */
  readonly log?: (line: string) => void;
}

/**
 * Real PC/SC behind ReaderPort. The native binding runs in the card process; this side keeps the time of every
 * call, ends a process that is stuck, and has the next one started whatever the reason the last one ended for.
 */
export function superviseReaders(options: SupervisorOptions): ReaderPort {
  return new Supervisor(options);
}

class Supervisor implements ReaderPort {
  readonly #limits: Limits;
  readonly #log: (line: string) => void;
  readonly #table = new ReaderTable(failure('service-unavailable', 'not started'));
  readonly #keeper: CardProcessKeeper;
  readonly #sessions = new Map<string, { session: Session; presentation: number }>();
  readonly #ending = new Map<string, Promise<void>>();

  constructor(options: SupervisorOptions) {
    const { spawnCardProcess, binding = 'auto', limits, log = () => {}, guarded = false } = options;
    this.#limits = { ...LIMITS, ...limits };
    this.#log = log;
    const kept = {
      news: (message: News) => this.#heard(message),
      over: (cause: Failure, used: boolean) => this.#processOver(cause, used),
    };
    this.#keeper = new CardProcessKeeper(spawnCardProcess, binding, this.#limits, kept, guarded);
    this.#table.subscribe((event) => this.#endSession(event));
  }

  start(): void {
    this.#keeper.start();
  }

  subscribe(listener: (event: ReaderEvent) => void): () => void {
    return this.#table.subscribe(listener);
  }

  async stop(): Promise<void> {
    const held = [...this.#sessions.values()].map(({ session }) => session.disconnect());
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      patience = setTimeout(resolve, this.#limits.disconnectMs);
    });
    await Promise.race([Promise.all([...held, ...this.#ending.values()]), late]);
    clearTimeout(patience);
    this.#keeper.stop(STOPPED);
    this.#table.serviceDown(STOPPED);
  }

  async connect(reader: string): Promise<Result<TokenSession>> {
    // a session that ended an instant ago may still hold the reader
    await this.#ending.get(reader);
    const { link } = this.#keeper;
    if (!link) return fail(failure('service-unavailable', 'connect: no card process'));
    const presentation = this.#table.presentationAt(reader);
    const connected = await this.#connect(link, reader);
    if (!connected.ok) {
      if (LOST_AT_CONNECT.includes(connected.failure.code))
        this.#contactLost(reader, connected.failure, link);
      return connected;
    }
    const { connection, atr, protocol } = connected.value;
    const session: Session = new Session(
      reader,
      {
        atr,
        protocol,
        transmit: (command, timeoutMs) => {
          const mute = failure('token-mute', `transmit: no answer within ${timeoutMs} ms`);
          return link.call({ type: 'transmit', connection, command }, ResponseSchema, timeoutMs, mute);
        },
        release: async (disposition) => {
          if (this.#sessions.get(reader)?.session === session) this.#sessions.delete(reader);
          await this.#disconnect(link, reader, connection, disposition);
        },
        lost: (cause) => this.#contactLost(reader, cause, link),
      },
      this.#limits.transmitMs,
    );
    if (presentation === undefined || !this.#table.isCurrent(reader, presentation)) {
      await session.disconnect();
      return fail(failure('token-removed', 'connect: taken out meanwhile', { tokenEffect: 'none' }));
    }
    this.#sessions.set(reader, { session, presentation });
    return ok(session);
  }

  #connect(link: CardLink, reader: string) {
    const { connectMs } = this.#limits;
    const mute = failure('token-mute', `connect: no answer within ${connectMs} ms`, { tokenEffect: 'none' });
    return link.call({ type: 'connect', reader }, ConnectedSchema, connectMs, mute);
  }

  async #disconnect(link: CardLink, reader: string, connection: number, how: Disposition): Promise<void> {
    const { disconnectMs } = this.#limits;
    const stuck = failure('card-process-lost', `disconnect: no answer within ${disconnectMs} ms`);
    const call = { type: 'disconnect', connection, disposition: how } as const;
    const released = await link.call(call, DisconnectedSchema, disconnectMs, stuck);
    // nothing is left to do: what is not released is released with its process, which has ended or is about to
    if (!released.ok) this.#log(`The token in ${reader} was not released: ${released.failure.detail}`);
  }

  #heard(message: News): void {
    if (message.type === 'binding') {
      const why = message.instead === undefined ? '' : `, because of ${message.instead}`;
      this.#log(`PC/SC through ${message.binding}${why}`);
    } else if (message.type === 'service-missing') this.#table.serviceDown(message.failure);
    else if (message.type === 'service-found') {
      this.#table.serviceUp();
      this.#table.believeNext();
    } else if (message.type === 'readers') this.#table.update(message.readers);
  }

  #processOver(cause: Failure, used: boolean): void {
    if (cause !== STOPPED && cause !== LOOKED_ANEW) this.#log(`The card process ended: ${cause.detail}`);
    for (const [reader, { session }] of this.#sessions) this.#ending.set(reader, session.end(cause));
    // a process that died is replaced within a moment; a service that went, or never was, is worth telling
    if (cause.code === 'service-unavailable' || !used) this.#table.serviceDown(cause);
    else this.#table.contactLostEverywhere(cause);
  }

  #contactLost(reader: string, cause: Failure, link: CardLink): void {
    // the binding's watch may end without a word when the service goes: a call that noticed is as good
    if (cause.code === 'service-unavailable') link.end(cause);
    this.#table.contactLost(reader, cause);
    setTimeout(() => void this.#settle(reader, link), this.#limits.settleMs).unref();
  }

  /**
   * PC/SC still says that the token is there: it was put back before the poll, without power, and the service
   * believes that it is powered. Resetting it brings both to the same state. Only now, because resetting a token
   * that has just left blinds pcscd to one that is put in before its next poll.
   */
  async #settle(reader: string, link: CardLink): Promise<void> {
    await this.#ending.get(reader);
    if (this.#keeper.link !== link || !this.#table.isDoubted(reader)) return;
    const connected = await this.#connect(link, reader);
    if (connected.ok) await this.#disconnect(link, reader, connected.value.connection, 'reset');
    // not there after all: PC/SC is about to say so
    else if (connected.failure.code === 'token-removed') return;
    // the reader is not there either, and the watch has had its time to say so
    else if (connected.failure.code === 'reader-missing')
      return link.end(failure('card-process-lost', `${reader} left unseen`));
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
}
