import { setTimeout as pause } from 'node:timers/promises';
import { Broken } from '../tear/broken.ts';
import type { Holding } from './holding.ts';
import type { Screen } from './kiosk-wire.ts';
import type { Kill } from './plan.ts';
import { READERS, type Seat } from './seat.ts';
import { LEASE_MS } from './servers.ts';
import { lookAt } from './stranger.ts';
import type { World } from './world.ts';

/** Longer than any recovery may take: whoever stands there asks for help by then. */
const PATIENCE_MS = 120_000;
/** How often somebody touches "try again", or puts the card back, before they do. */
const MOST_TRIES = 12;
/** What a person needs to touch something. */
const TOUCH_MS = 200;

type Todo =
  | { readonly what: 'move'; readonly kill: Kill }
  | { readonly what: 'accept' | 'retry' | 'put-back' | 'come-back' }
  | { readonly what: 'check' | 'end'; readonly screen: Screen };

export interface Visited {
  readonly outcome: string;
  /** From the first kill to the end, 0 without any. */
  readonly recoveryMs: number;
}

/** The kiosk shows that no token lies there. */
export const isFree = ({ screen }: Seat): boolean =>
  screen !== null &&
  (screen.screen === 'attract' ||
    screen.screen === 'removed' ||
    (['done', 'refused', 'trouble', 'offline'].includes(screen.screen) && !screen.tokenPresent));

/** Screens of a job that can be given up. */
export const ASKING: readonly string[] = ['find', 'backups', 'present', 'compare', 'comparing'];

/** Somebody with a token: does what screens say, and carries it about when a kiosk dies. */
export class Customer {
  readonly #world: World;
  readonly #holding: Holding;
  readonly #onSeat: (seat: Seat) => void;
  readonly #deadline = performance.now() + PATIENCE_MS;
  /** The screen that was answered last. */
  #answered = '';
  #tries = 0;

  /** `onSeat` is told where else the token is carried. */
  constructor(world: World, holding: Holding, onSeat: (seat: Seat) => void = () => {}) {
    this.#world = world;
    this.#holding = holding;
    this.#onSeat = onSeat;
  }

  /** Puts the token down, and stays until the visit is over and the host has been told. */
  async visit(): Promise<Visited> {
    await this.#putDown();
    for (;;) {
      const todo = await this.#until(() => this.#whatNow(), 'the end of the visit');
      if (todo.what === 'end') {
        return { outcome: todo.screen.outcome ?? '', recoveryMs: this.#world.kills.sinceFirst };
      }
      await this.#do(todo);
    }
  }

  /** Takes the token away, and waits until the kiosk has noticed. */
  async lift(): Promise<void> {
    const { seat } = this.#world;
    seat.readers.lift(this.#holding.token);
    await this.#until(() => (isFree(seat) ? true : null), 'the kiosk free');
  }

  async #putDown(): Promise<void> {
    const { seat } = this.#world;
    await this.#until(() => {
      if (isFree(seat)) return true;
      this.#giveUpWhatWasLeft(seat);
      return null;
    }, 'a free kiosk');
    seat.readers.insert(READERS[0], this.#holding.token);
  }

  /** Staff whose kiosk was killed as they began a job may have carried the devices elsewhere: nobody is at it now. */
  #giveUpWhatWasLeft(seat: Seat): void {
    const { name, pid, revision, screen } = seat;
    const at = `${name} ${pid} ${revision}`;
    if (screen === null || !ASKING.includes(screen.screen) || at === this.#answered) return;
    this.#answered = at;
    seat.actOnJob({ type: 'cancel' });
  }

  #until<T>(found: () => T | null, what: string): Promise<T> {
    const { changes, seat, servers } = this.#world;
    const look = (): T | null => {
      servers.host.check();
      servers.images?.check();
      return found();
    };
    return changes
      .until(look, this.#deadline - performance.now(), () => `${what}: ${JSON.stringify(seat.screen)}`)
      .catch((error: unknown) => {
        if (error instanceof Broken) throw error;
        throw new Broken('needed-staff', String(error));
      });
  }

  #whatNow(): Todo | null {
    const kill = this.#world.kills.take();
    if (kill !== null) return { what: 'move', kill };
    const { name, pid, revision, screen } = this.#world.seat;
    const at = `${name} ${pid} ${revision}`;
    if (screen === null || at === this.#answered) return null;
    const todo = this.#answerTo(screen);
    if (todo !== null) this.#answered = at;
    return todo;
  }

  #answerTo(screen: Screen): Todo | null {
    if (screen.screen === 'offer') return { what: 'accept' };
    // Of what the kiosk shows while it believes that no token lies there, nothing is for this customer.
    if (!screen.tokenPresent) return null;
    if (screen.screen === 'done') {
      const isOver = screen.outcome !== 'updated' || screen.receipt?.hostConfirmed === true;
      return { what: isOver ? 'end' : 'check', screen };
    }
    if (screen.screen === 'trouble') {
      const { failure } = screen;
      if (failure?.retry === 'now') return { what: 'retry' };
      if (failure?.retry === 'reinsert') return { what: 'put-back' };
      throw new Broken('needed-staff', `${failure?.code}: ${failure?.detail}`);
    }
    if (screen.screen === 'refused') {
      if (screen.reason === 'open-elsewhere') return { what: 'come-back' };
      throw new Broken('needed-staff', `refused: ${screen.reason}`);
    }
    return null;
  }

  async #do(todo: Exclude<Todo, { what: 'end' }>): Promise<void> {
    const { seat } = this.#world;
    switch (todo.what) {
      case 'move':
        return await this.#move(todo.kill);
      case 'accept':
        return seat.act('accept');
      case 'check':
        return await this.#check(todo.screen);
      case 'retry':
        this.#try();
        await pause(TOUCH_MS);
        return seat.act('retry');
      case 'put-back':
      case 'come-back':
        this.#try();
        await this.lift();
        await pause(todo.what === 'put-back' ? TOUCH_MS : LEASE_MS);
        return await this.#putDown();
    }
  }

  #try(): void {
    this.#tries++;
    if (this.#tries > MOST_TRIES) throw new Broken('needed-staff', `after ${MOST_TRIES} tries`);
  }

  /** What the screen says is so. */
  async #check({ receipt }: Screen): Promise<void> {
    const { holds, sequence } = await lookAt(this.#holding, this.#world.keys);
    if (holds !== 'new' || sequence !== receipt?.sequence)
      throw new Broken(
        'false-success',
        `the screen says ${receipt?.sequence}; the token: ${holds}, ${sequence}`,
      );
  }

  async #move({ move }: Kill): Promise<void> {
    const world = this.#world;
    await lookAt(this.#holding, world.keys);
    if (move === 'lift') {
      await this.lift();
      await this.#putDown();
    }
    if (move === 'carry') {
      world.seat.readers.lift(this.#holding.token);
      world.seat = world.elsewhere;
      this.#onSeat(world.seat);
      await this.#putDown();
    }
    world.kills.next();
  }
}
