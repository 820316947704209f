import { type Failure, failure } from '../../../shared/contract/failure.ts';
import type { BindingChoice } from '../bindings/load.ts';
import { type Limits, LONG_LIFE_MS, LONGEST_EMPTY_MS, LONGEST_RESTART_MS } from '../limits.ts';
import type { SpawnCardProcess } from './channel.ts';
import type { Guarded } from './guard.ts';
import { CardLink, type News } from './link.ts';
import { PongSchema } from './protocol.ts';

/** Nothing went wrong: another process looks whether there is still no reader. */
export const LOOKED_ANEW = failure('card-process-lost', 'no reader: looked for anew');

export interface Kept {
  news(message: News): void;
  /** The process ended. `used`: it had found the service, so that what it held is lost. */
  over(cause: Failure, used: boolean): void;
}

/** Sees to it that there is a card process that lives: one after the other, each watched from its start to its end. */
export class CardProcessKeeper {
  readonly #spawn: SpawnCardProcess;
  readonly #binding: BindingChoice;
  readonly #limits: Limits;
  readonly #kept: Kept;
  readonly #guarded: Guarded | null;
  #link: CardLink | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pulse: NodeJS.Timeout | undefined;
  #empty: NodeJS.Timeout | undefined;
  #restartMs: number;
  #emptyMs: number;
  #keeping = false;

  /** `isGuarded`: the card process ends this one when it hangs. */
  constructor(
    spawn: SpawnCardProcess,
    binding: BindingChoice,
    limits: Limits,
    kept: Kept,
    isGuarded: boolean,
  ) {
    this.#guarded = isGuarded ? { pid: process.pid, silentMs: limits.silentMs } : null;
    this.#spawn = spawn;
    this.#binding = binding;
    this.#limits = limits;
    this.#kept = kept;
    this.#restartMs = limits.restartMs;
    this.#emptyMs = limits.emptyMs;
  }

  /** The process of now, unless the next one is still to be started. */
  get link(): CardLink | undefined {
    return this.#link;
  }

  start(): void {
    if (this.#keeping) return;
    this.#keeping = true;
    this.#startProcess();
  }

  stop(cause: Failure): void {
    this.#keeping = false;
    clearTimeout(this.#timer);
    this.#link?.end(cause);
  }

  #startProcess(): void {
    const startedAt = performance.now();
    let used = false;
    const link: CardLink = new CardLink(
      this.#spawn(),
      (message) => {
        this.#watch(message, link);
        if (message.type === 'readers') {
          used = true;
          this.#doubtEmpty(message.readers.length === 0, link);
        }
        this.#kept.news(message);
        if (message.type === 'unusable') this.#keeping = false;
        if (message.type === 'unusable' || message.type === 'lost') link.end(message.failure);
      },
      (cause) => {
        if (performance.now() - startedAt > LONG_LIFE_MS) this.#restartMs = this.#limits.restartMs;
        this.#over(cause, used);
      },
    );
    this.#link = link;
    this.#limit(link, this.#limits.startMs, 'the binding');
    link.open(this.#binding, this.#guarded);
  }

  /** A service that hangs answers no attempt to reach it: only another process can try again. */
  #watch(message: News, link: CardLink): void {
    if (message.type === 'service-found') {
      clearTimeout(this.#timer);
      this.#feelPulse(link);
    } else if (message.type !== 'readers') this.#limit(link, this.#limits.contactMs, 'the service');
  }

  /**
   * A process that hangs while nothing is asked of it would never tell of the next token; one that hangs under a
   * command is told from a token that is mute, as long as commands have more time than this.
   */
  #feelPulse(link: CardLink): void {
    const { pulseMs, pulseWithinMs } = this.#limits;
    const late = failure('card-process-lost', `no sign of life within ${pulseWithinMs} ms`);
    this.#pulse = setTimeout(async () => {
      const alive = await link.call({ type: 'ping' }, PongSchema, pulseWithinMs, late);
      if (alive.ok && this.#link === link) this.#feelPulse(link);
    }, pulseMs);
  }

  /**
   * A reader that is plugged in between a binding's look at the list and its wait for changes is told of by nothing
   * (SCardGetStatusChange, the pseudo reader `\\?PnP?\Notification`): only another process looks again.
   */
  #doubtEmpty(isEmpty: boolean, link: CardLink): void {
    clearTimeout(this.#empty);
    if (!isEmpty) {
      this.#emptyMs = this.#limits.emptyMs;
      return;
    }
    this.#empty = setTimeout(() => link.end(LOOKED_ANEW), this.#emptyMs);
    this.#emptyMs = Math.min(2 * this.#emptyMs, LONGEST_EMPTY_MS);
  }

  #limit(link: CardLink, ms: number, what: string): void {
    clearTimeout(this.#timer);
    const cause = failure('card-process-lost', `no word of ${what} within ${ms} ms`);
    this.#timer = setTimeout(() => link.end(cause), ms);
  }

  #over(cause: Failure, used: boolean): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#pulse);
    clearTimeout(this.#empty);
    this.#link = undefined;
    this.#kept.over(cause, used);
    if (!this.#keeping) return;
    const isTrouble = cause !== LOOKED_ANEW;
    this.#timer = setTimeout(() => this.#startProcess(), isTrouble ? this.#restartMs : 0);
    if (isTrouble) this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS);
  }
}
