import type { Clock } from '../../src/main/clock.ts';
import type { Random } from '../random.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
/** Where instants begin, and where 31 and 32 bits of seconds end. */
const EDGES = [0, 2 ** 31 * 1000, 2 ** 32 * 1000] as const;

/** The machine's clock, as somebody or something has set it. */
export class TurnedClock implements Clock {
  #offset = 0;
  #passed = 0;

  readonly now = (): number => Math.round(Date.now() + this.#offset + this.#passed);
  readonly steady = (): number => performance.now() + this.#passed;

  /** Sets it right. */
  reset(): void {
    this.#offset = 0;
  }

  /** Sets it to another time; says to which. */
  turn(random: Random): string {
    const before = this.now();
    const kind = random.below(4);
    if (kind === 0) this.#offset += random.pick([-YEAR, YEAR]);
    else if (kind === 1) this.#offset += random.pick([-1, 1]) * random.between(1, 30) * HOUR;
    else if (kind === 2) this.#offset = random.pick(EDGES) + random.between(-60_000, 60_000) - Date.now();
    else this.#offset += random.between(-600_000, 600_000);
    // No clock goes back beyond its beginning.
    this.#offset = Math.max(this.#offset, -Date.now() - this.#passed);
    return `${new Date(before).toISOString()} to ${new Date(this.now()).toISOString()}`;
  }

  /** So much time goes by, by whichever clock. */
  pass(ms: number): void {
    this.#passed += ms;
  }
}
