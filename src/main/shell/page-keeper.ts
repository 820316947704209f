import { availableParallelism, loadavg } from 'node:os';
import type { Log } from '../visit/services.ts';
import { endRenderer } from './end-renderer.ts';
import type { PageWindow } from './windows.ts';

/** How often the page is asked for a sign of life, in ms. */
const BEAT_MS = 200;
/** So many beats without one, and it hangs: Chromium itself says so after 15 s only, and only if somebody touches it. */
const BEATS_MISSED = 5;
/** On a slow machine everything takes longer: at least so many times what the page took to be drawn. */
const TIMES_TO_DRAW = 2;
/** On a busy one a page that waits for the processor looks just like one that hangs. No longer than this, in beats. */
const BEATS_MISSED_BUSY = 20;
/** So many beats for a page to be loaded and drawn: half a minute. */
const BEATS_TO_LOAD = 150;
/** A page that did not even stand for so long, in ms, falls whenever it is loaded: then there is no hurry. */
const STEADY_MS = 1_500;
/** With each such fall in a row it is given twice the time, up to this factor. */
const LONGEST_FACTOR = 32;

/** How many times longer things may take because others want the processors too: two for each are no crowd. */
const crowd = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism() / 2);

/**
 * Keeps a window's page alive. One that crashed is loaded again at once, one that hangs is ended for that; it draws
 * itself from the snapshot, so nothing is lost.
 */
export class PageKeeper {
  readonly #page: PageWindow;
  readonly #log: Log;
  #isReady = false;
  /** When the page fell, by `performance.now`; `null` while it stands. */
  #fellAt: number | null = null;
  #readyAt = 0;
  /** When it was asked for the sign of life that it still owes. */
  #askedAt: number | null = null;
  #beats = 0;
  #loadingSince = performance.now();
  #drawnInMs = 0;
  #factor = 1;

  constructor(page: PageWindow, log: Log) {
    this.#page = page;
    this.#log = log;
    const { window } = page;
    const { webContents } = window;
    const timer = setInterval(() => this.#beat(), BEAT_MS);
    window.once('closed', () => clearInterval(timer));
    window.on('unresponsive', () => this.#hangs('said by Chromium'));
    webContents.on('did-start-loading', () => {
      this.#loadingSince = performance.now();
      this.#loses();
    });
    webContents.on('render-process-gone', (_event, { reason }) => {
      log('renderer-gone', { reason });
      if (reason !== 'clean-exit') this.#fell();
    });
  }

  /** The page has drawn itself from the snapshot. */
  ready(): void {
    const now = performance.now();
    if (this.#fellAt !== null) this.#log('renderer-back', { afterMs: Math.round(now - this.#fellAt) });
    this.#loses();
    this.#isReady = true;
    this.#fellAt = null;
    this.#readyAt = now;
    this.#drawnInMs = now - this.#loadingSince;
  }

  #loses(): void {
    this.#isReady = false;
    this.#askedAt = null;
    this.#beats = 0;
  }

  #fell(): void {
    const at = this.#askedAt ?? performance.now();
    this.#fellAt ??= at;
    if (this.#isSteady(at)) this.#factor = 1;
    const wait = (this.#factor - 1) * BEAT_MS;
    this.#factor = Math.min(2 * this.#factor, LONGEST_FACTOR);
    this.#loses();
    // Never from within the event: Electron is still taking the dead process down (electron/electron#51900).
    setTimeout(() => {
      if (!this.#page.window.isDestroyed()) this.#page.window.webContents.reload();
    }, wait);
  }

  #isSteady(at: number): boolean {
    return this.#isReady && at - this.#readyAt > STEADY_MS;
  }

  #beat(): void {
    const { window } = this.#page;
    if (window.isDestroyed() || window.webContents.isCrashed()) return;
    if (this.#isReady && this.#askedAt === null) this.#ask(performance.now());
    // Beats are counted, not time: while nothing ran here, the page was not asked either.
    else this.#beats += 1;
    if (this.#beats >= this.#patience()) this.#hangs(`${this.#beats} beats of ${BEAT_MS} ms`);
  }

  /** In beats. */
  #patience(): number {
    const inARow = Math.max(1, this.#factor / 2);
    if (!this.#isReady) return BEATS_TO_LOAD * inARow;
    const usual = Math.max(BEATS_MISSED, (TIMES_TO_DRAW * this.#drawnInMs) / BEAT_MS);
    return Math.min(usual * crowd(), BEATS_MISSED_BUSY) * inARow;
  }

  #ask(now: number): void {
    const { webContents } = this.#page.window;
    if (webContents.isLoading()) return;
    this.#askedAt = now;
    const answered = (): void => {
      if (this.#askedAt !== now) return;
      this.#askedAt = null;
      this.#beats = 0;
      if (this.#isSteady(now)) this.#factor = 1;
    };
    // A page that went away while it was asked is told of by its own events.
    webContents.executeJavaScript('0').then(answered, answered);
  }

  #hangs(detail: string): void {
    this.#log('renderer-unresponsive', { detail });
    this.#beats = 0;
    endRenderer(this.#page.window.webContents, this.#log);
  }
}
