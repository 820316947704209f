import { setTimeout as delay } from 'node:timers/promises';
import { TargetGone } from '../chromium/cdp.ts';
import { environment } from '../environment.ts';
import type { Page } from './page.ts';

const BEAT_MS = 500;

/**
 * Asks the page's main thread for a sign of life again and again. Electron's `unresponsive` comes when input is
 * not handled for 15 s; here it comes when the thread does not answer for as long.
 */
export class Heartbeat {
  readonly #page: Page;
  readonly #onChange: (event: 'unresponsive' | 'responsive') => void;
  #stopped = false;

  constructor(page: Page, onChange: (event: 'unresponsive' | 'responsive') => void) {
    this.#page = page;
    this.#onChange = onChange;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    await this.#page.target();
    while (!this.#stopped) {
      await this.#beat();
      await delay(BEAT_MS, undefined, { ref: false });
    }
  }

  async #beat(): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (!this.#stopped) this.#onChange('unresponsive');
    }, environment.hangMs);
    try {
      await this.#page.send('Runtime.evaluate', { expression: '0' });
      if (late && !this.#stopped) this.#onChange('responsive');
    } catch (error) {
      // A crashed page is reported as gone, and beats again once it is reloaded.
      if (!(error instanceof TargetGone)) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
