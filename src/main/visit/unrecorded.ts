import { backoffMs } from '../sync/backoff.ts';
import { type Ending, recordEnding } from './effects/conclude.ts';
import type { Services } from './services.ts';

const AGAIN = { firstMs: 2_000, longestMs: 60_000 } as const;
/** A kiosk that nobody sees to for weeks: what is oldest the host has long settled by itself. */
const MOST = 10_000;

/**
 * Outcomes of visits that wrote nothing, on their way into the outbox. Those that the journal cannot take, because its
 * disk is full or broken, wait here in their order, so that the host hears of them once the disk is well again.
 */
export class Unrecorded {
  readonly #services: Services;
  #waiting: readonly Ending[] = [];
  #tries = 1;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Records it behind what waits. */
  add(ending: Ending): void {
    this.#waiting = [...this.#waiting, ending].slice(-MOST);
    this.#record();
  }

  /** The visit ended otherwise after all, and that is recorded: what waits of it is out of date. */
  forget(visitId: string): void {
    this.#waiting = this.#waiting.filter((ending) => ending.visitId !== visitId);
  }

  /** Tries a last time. What cannot be recorded now is lost with this process; the host settles it by the token. */
  stop(): void {
    this.#record();
    clearTimeout(this.#timer);
  }

  #again(): void {
    this.#tries += 1;
    this.#record();
  }

  #record(): void {
    clearTimeout(this.#timer);
    for (const ending of this.#waiting) {
      const recorded = recordEnding(this.#services, ending);
      // Only the disk gets well again; a report that is refused for itself was logged, and is no use to anybody.
      if (!recorded.ok && recorded.failure.code.startsWith('journal-')) {
        this.#timer = setTimeout(() => this.#again(), backoffMs(AGAIN, this.#tries, 0)).unref();
        return;
      }
      this.#waiting = this.#waiting.slice(1);
    }
    this.#tries = 1;
  }
}
