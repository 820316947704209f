import { inBackground } from '../background.ts';
import type { Target } from '../chromium/browser.ts';
import { electronEvent } from '../event.ts';
import type { Emit } from './emit.ts';
import { loadError, loadFailure } from './net-errors.ts';
import type { Page } from './page.ts';

interface Load {
  readonly url: string;
  readonly settled: PromiseWithResolvers<void>;
}

/** Where a page is and how far it has loaded, and the events about that. */
export class Loading {
  readonly #page: Page;
  readonly #emit: Emit;
  #url = '';
  #isLoading = false;
  /** Chromium's id of the document whose events count; none until the first page, so the blank one is silent. */
  #document: string | undefined;
  #navigated = false;
  #load: Load | undefined;

  constructor(page: Page, emit: Emit) {
    this.#page = page;
    this.#emit = emit;
    page.beforeFirstScript((target) => this.#watch(target));
  }

  get url(): string {
    return this.#url;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Settles when the page has loaded; rejects as Electron does when it cannot be. */
  load(url: string): Promise<void> {
    this.abandon('ERR_ABORTED');
    const load: Load = { url, settled: Promise.withResolvers() };
    this.#load = load;
    this.#navigated = true;
    this.#isLoading = true;
    inBackground(this.#navigate(url));
    return load.settled.promise;
  }

  async #navigate(url: string): Promise<void> {
    const { errorText, loaderId } = await this.#page.send('Page.navigate', { url });
    if (errorText !== undefined && errorText !== '') this.#fail(url, errorText);
    else if (loaderId === undefined) this.#finish();
  }

  reload(): Promise<unknown> {
    this.#isLoading = true;
    return this.#page.send('Page.reload');
  }

  /** Settles when nothing is being loaded. */
  async idle(): Promise<void> {
    await this.#load?.settled.promise.catch(() => undefined);
  }

  /** Another page, or none any more: the promise of what was being loaded is rejected. */
  abandon(reason: 'ERR_ABORTED' | 'ERR_FAILED'): void {
    const load = this.#load;
    this.#load = undefined;
    load?.settled.reject(loadError(loadFailure(reason), load.url));
  }

  #finish(): void {
    this.#isLoading = false;
    const load = this.#load;
    this.#load = undefined;
    load?.settled.resolve();
  }

  #fail(url: string, errorText: string): void {
    this.#isLoading = false;
    const failure = loadFailure(errorText);
    this.#emit('did-fail-load', electronEvent(), failure.code, failure.description, url, true, 1, 1);
    const load = this.#load;
    this.#load = undefined;
    load?.settled.reject(loadError(failure, url));
  }

  async #watch({ session, targetId }: Target): Promise<void> {
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined || !this.#navigated) return;
      const failed = frame.unreachableUrl;
      this.#url = failed ?? `${frame.url}${frame.urlFragment ?? ''}`;
      this.#document = failed === undefined ? frame.loaderId : undefined;
      if (failed === undefined) this.#emit('did-navigate', electronEvent(), this.#url, -1, '');
      else if (this.#load === undefined) this.#fail(failed, 'ERR_FAILED');
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== targetId) return;
      this.#url = url;
      this.#emit('did-navigate-in-page', electronEvent(), url, true, 1, 1);
    });
    session.on('Page.lifecycleEvent', ({ name, loaderId }) => {
      if (loaderId === this.#document) this.#reached(name);
    });
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId === targetId && this.#navigated) this.#emit('did-start-loading', electronEvent());
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === targetId && this.#navigated) this.#emit('did-stop-loading', electronEvent());
    });
    await session.send('Page.enable');
    await session.send('Page.setLifecycleEventsEnabled', { enabled: true });
  }

  #reached(milestone: string): void {
    if (milestone === 'DOMContentLoaded') this.#emit('dom-ready', electronEvent());
    if (milestone === 'load') {
      this.#finish();
      this.#emit('did-finish-load', electronEvent());
    }
  }
}
