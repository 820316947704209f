import { setTimeout as pause } from 'node:timers/promises';
import type { JobAction } from '../../src/shared/contract/ipc.ts';
import { Broken } from '../tear/broken.ts';
import { ASKING, Customer, isFree } from './customer.ts';
import type { Holding } from './holding.ts';
import type { Screen } from './kiosk-wire.ts';
import { atHand, type Pair } from './pair.ts';
import type { Kill } from './plan.ts';
import { READERS } from './seat.ts';
import { LEASE_MS } from './servers.ts';
import { lookAt } from './stranger.ts';
import type { World } from './world.ts';

/** How often somebody begins a job anew before they ask for help. */
const MOST_TRIES = 8;
/** Several tries, each as long as a visit may take. */
const PATIENCE_MS = 120_000;
/** A kiosk that asks for a device that lies there: it is taken up and put down again. */
const ASKED_MS = 4_000;
const TOUCH_MS = 200;

type Todo =
  | { readonly what: 'move'; readonly kill: Kill }
  | { readonly what: 'job'; readonly action: JobAction }
  | { readonly what: 'accept' | 'confirm' | 'put' | 'begin-anew' | 'wait' }
  | { readonly what: 'check' | 'end'; readonly screen: Screen };

/** What staff do next about the token that is gone; `null` while the host is asked. */
function inReplacement(screen: Screen, { account, first }: Pair): JobAction | null {
  const { busy, customers, offers } = screen;
  if (busy === true) return null;
  if (screen.screen === 'backups') {
    const offer = offers?.find(({ suggested }) => suggested);
    return offer === undefined ? { type: 'again' } : { type: 'choose-backup', backupId: offer.backupId };
  }
  return customers == null
    ? { type: 'search', by: 'account', value: account }
    : { type: 'report', tokenId: first.tokenId, report: 'lost' };
}

/** Staff with two devices at a desk with two readers, who begin anew whatever a kill has ended. */
export class JobCustomer {
  readonly #world: World;
  readonly #pair: Pair;
  readonly #devices: readonly Holding[];
  readonly #deadline = performance.now() + PATIENCE_MS;
  #answered = '';
  /** The main process that knows of the job. */
  #pid: number | null = null;

  constructor(world: World, pair: Pair) {
    this.#world = world;
    this.#pair = pair;
    this.#devices = atHand(pair);
  }

  /** Until every device that the job writes carries the result. */
  async run(): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      // What was interrupted is finished by a visit of its own.
      if (tries > 0) for (const device of this.#devices) await this.#plainVisit(device);
      if (await this.isDone()) return;
      await this.#job();
      await this.#leave();
      if (await this.isDone()) return;
    }
    throw new Broken('needed-staff', `after ${MOST_TRIES} tries`);
  }

  async isDone(): Promise<boolean> {
    const seen = await Promise.all(this.#pair.written.map((device) => lookAt(device, this.#world.keys)));
    return seen.every(({ holds }) => holds === 'new');
  }

  async #plainVisit(device: Holding): Promise<void> {
    const customer = new Customer(this.#world, device);
    await customer.visit();
    await customer.lift();
  }

  async #job(): Promise<void> {
    const { seat } = this.#world;
    await this.#until(() => (isFree(seat) ? true : null), 'a free kiosk');
    this.#pid = seat.pid;
    // What is on the screen now is about somebody else.
    this.#answered = this.#screenAt();
    seat.actOnJob({ type: 'start', job: this.#pair.job });
    for (;;) {
      const todo = await this.#next();
      if (todo.what === 'end' || todo.what === 'begin-anew') return;
      await this.#do(todo);
      // The kiosk that knew of the job is no more.
      if (todo.what === 'move' && this.#world.seat.pid !== this.#pid) return;
    }
  }

  #whatNow(): Todo | null {
    const kill = this.#world.kills.take();
    if (kill !== null) return { what: 'move', kill };
    const { screen } = this.#world.seat;
    const at = this.#screenAt();
    if (screen === null || at === this.#answered) return null;
    const todo = this.#answerTo(screen);
    if (todo !== null) this.#answered = at;
    return todo;
  }

  #screenAt(): string {
    const { name, pid, revision } = this.#world.seat;
    return `${name} ${pid} ${revision}`;
  }

  #answerTo(screen: Screen): Todo | null {
    switch (screen.screen) {
      case 'present':
        return { what: 'put' };
      case 'find':
      case 'backups': {
        const action = inReplacement(screen, this.#pair);
        return action === null ? null : { what: 'job', action };
      }
      case 'compare':
        return screen.busy === true ? null : { what: 'confirm' };
      case 'offer':
        return { what: 'accept' };
      case 'done': {
        if (screen.outcome !== 'updated') return { what: 'begin-anew' };
        return { what: screen.receipt?.hostConfirmed === true ? 'end' : 'check', screen };
      }
      case 'refused':
        if (screen.reason !== 'open-elsewhere') throw new Broken('needed-staff', `refused: ${screen.reason}`);
        return { what: 'begin-anew' };
      case 'trouble':
        if (screen.failure?.retry === 'never')
          throw new Broken('needed-staff', `${screen.failure.code}: ${screen.failure.detail}`);
        return { what: 'begin-anew' };
      default:
        return null;
    }
  }

  async #do(todo: Exclude<Todo, { what: 'end' | 'begin-anew' }>): Promise<void> {
    const { seat } = this.#world;
    switch (todo.what) {
      case 'move':
        return await this.#move(todo.kill);
      case 'accept':
        return seat.act('accept');
      case 'job':
        if (seat.screen?.failure !== null) await pause(TOUCH_MS);
        return seat.actOnJob(todo.action);
      case 'confirm':
        if (seat.screen?.failure !== null) await pause(TOUCH_MS);
        return seat.actOnJob({ type: 'confirm' });
      case 'put':
        return this.#put();
      case 'wait':
        this.#lift();
        return this.#put();
      case 'check':
        return await this.#check(todo.screen);
    }
  }

  #put(): void {
    const { readers } = this.#world.seat;
    for (const device of this.#devices)
      if (!device.token.token.present)
        readers.insert(READERS[device === this.#pair.first ? 0 : 1], device.token);
  }

  #lift(): void {
    for (const { readers } of this.#world.seats) for (const { token } of this.#devices) readers.lift(token);
  }

  /** Takes both devices away, and gives up what the kiosk still asks for. */
  async #leave(): Promise<void> {
    const { seat } = this.#world;
    this.#lift();
    await this.#until(() => {
      if (isFree(seat)) return true;
      const at = this.#screenAt();
      if (seat.screen !== null && at !== this.#answered) {
        this.#answered = at;
        if (ASKING.includes(seat.screen.screen)) seat.actOnJob({ type: 'cancel' });
      }
      return null;
    }, 'the kiosk free');
    await pause(LEASE_MS);
  }

  /** What the screen says is so: the result is on the device that it names. */
  async #check({ receipt }: Screen): Promise<void> {
    const seen = await Promise.all(this.#devices.map((device) => lookAt(device, this.#world.keys)));
    if (!seen.some(({ holds, sequence }) => holds === 'new' && sequence === receipt?.sequence))
      throw new Broken('false-success', `the screen says ${receipt?.sequence}: ${JSON.stringify(seen)}`);
  }

  async #move({ move, victim }: Kill): Promise<void> {
    const world = this.#world;
    for (const device of this.#devices) await lookAt(device, world.keys);
    if (move !== 'stay' || victim === 'main') this.#lift();
    if (move === 'carry' && victim === 'main') world.seat = world.elsewhere;
    // A kiosk that lives asks for them again; where it does not ask, they lie there as before.
    if (move !== 'stay' && victim !== 'main') {
      await pause(TOUCH_MS);
      this.#put();
    }
    world.kills.next();
  }

  async #until<T>(found: () => T | null, what: string): Promise<T> {
    const { changes, seat, servers } = this.#world;
    const look = (): T | null => {
      servers.host.check();
      servers.images?.check();
      return found();
    };
    const left = this.#deadline - performance.now();
    return await changes
      .until(look, left, () => what)
      .catch((error: unknown) => {
        if (error instanceof Broken) throw error;
        throw new Broken('needed-staff', `${String(error)}: ${JSON.stringify(seat.screen)}`);
      });
  }

  /** The next thing to do; a kiosk that waits for a device that lies there has it taken up and put down again. */
  async #next(): Promise<Todo> {
    const asks = (): boolean =>
      ['present', 'removed', 'attract'].includes(this.#world.seat.screen?.screen ?? '');
    for (;;) {
      const asked = performance.now() + ASKED_MS;
      const late = setTimeout(this.#world.changes.tell, ASKED_MS + 1);
      const todo = await this.#until((): Todo | 'late' | null => {
        const next = this.#whatNow();
        return next ?? (performance.now() >= asked ? 'late' : null);
      }, 'the end of the job').finally(() => clearTimeout(late));
      if (todo !== 'late') return todo;
      if (asks()) return { what: 'wait' };
    }
  }
}
