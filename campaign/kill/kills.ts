import type { Kill, Point, Victim } from './plan.ts';
import type { Trap } from './trap.ts';

/** What kills reach. */
export interface Reach {
  /** The trap at the victim's database. */
  trapOf(victim: Victim): Trap;
  /** `false` when there was nothing to kill. */
  kill(victim: Victim): Promise<boolean>;
}

/** A visit's kills, one armed after the other. */
export class Kills {
  readonly #reach: Reach;
  readonly #changed: () => void;
  #planned: Kill[] = [];
  #armed: Kill | null = null;
  #happened: Kill | null = null;
  #counts: Partial<Record<Point, number>> = {};
  /** How many there have been. */
  count = 0;
  #firstAt: number | null = null;

  constructor(reach: Reach, changed: () => void) {
    this.#reach = reach;
    this.#changed = changed;
  }

  begin(planned: readonly Kill[]): void {
    this.end();
    this.count = 0;
    this.#firstAt = null;
    this.#happened = null;
    this.#planned = [...planned];
    this.#counts = {};
    this.next();
  }

  /** Milliseconds since the first one, 0 before it. */
  get sinceFirst(): number {
    return this.#firstAt === null ? 0 : performance.now() - this.#firstAt;
  }

  /** Arms the one after the last that happened. */
  next(): void {
    const kill = this.#planned.shift();
    if (kill === undefined) return;
    this.#armed = kill;
    this.#counts = {};
    if (kill.point === 'write') this.#reach.trapOf(kill.victim).arm(kill.nth, kill.when);
  }

  /** What was counted since the visit or the last kill. */
  counted(point: Point): number {
    return this.#counts[point] ?? 0;
  }

  /** The kill that has happened and was not told yet. */
  take(): Kill | null {
    const kill = this.#happened;
    this.#happened = null;
    return kill;
  }

  /** No kills from now on. */
  end(): void {
    this.#planned = [];
    const kill = this.#armed;
    this.#armed = null;
    if (kill?.point === 'write') this.#reach.trapOf(kill.victim).disarm();
  }

  /** Something happens where a kill may be: that is over when this resolves. */
  async at(point: Point, when: 'before' | 'after'): Promise<void> {
    if (when === 'before') this.#counts[point] = this.counted(point) + 1;
    const kill = this.#armed;
    if (kill?.point !== point || kill.when !== when || kill.nth !== this.counted(point)) return;
    this.#armed = null;
    if (await this.#reach.kill(kill.victim)) this.#did(kill);
    else this.next();
  }

  /** A process has ended: perhaps at the write that was chosen. */
  ended(victim: Victim): void {
    const kill = this.#armed;
    if (kill?.point !== 'write' || kill.victim !== victim) return;
    const trap = this.#reach.trapOf(victim);
    if (!trap.sprung()) return;
    trap.disarm();
    this.#armed = null;
    this.#did(kill);
  }

  #did(kill: Kill): void {
    this.count++;
    this.#firstAt ??= performance.now();
    this.#happened = kill;
    this.#changed();
  }
}
