import { randomUUID } from 'node:crypto';
import { inBackground } from '../background.ts';
import { environment } from '../environment.ts';
import type { CdpSession } from './cdp.ts';
import { type Chromium, launchChromium } from './launch.ts';

export interface Target {
  readonly targetId: string;
  readonly windowId: number;
  readonly session: CdpSession;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The one Chromium behind the application. Every page in it is one of our windows, or is closed at once. */
export class Browser {
  readonly version: string;
  readonly endpoint: string;
  readonly closed: Promise<void>;
  readonly #chromium: Chromium;
  readonly #own = new Set<string>();
  readonly #opening = new Set<Promise<unknown>>();
  readonly #expected = new Map<string, PromiseWithResolvers<string>>();
  readonly #attached = new Map<string, PromiseWithResolvers<CdpSession>>();
  readonly #onGone = new Map<string, () => void>();
  readonly #onCrash = new Map<string, (status: string, code: number) => void>();

  static async start(userData: string, switches: readonly string[]): Promise<Browser> {
    const chromium = await launchChromium(userData, switches);
    const { product } = await chromium.cdp.browser.send('Browser.getVersion');
    const browser = new Browser(chromium, product.replace(/^.*\//, ''));
    await browser.#watch();
    return browser;
  }

  private constructor(chromium: Chromium, version: string) {
    this.#chromium = chromium;
    this.version = version;
    this.endpoint = chromium.endpoint;
    this.closed = chromium.cdp.closed;
  }

  get root(): CdpSession {
    return this.#chromium.cdp.browser;
  }

  /** Opens a window with a blank page that waits, so that everything is in place before its first script. */
  async open(bounds: Rectangle): Promise<Target> {
    const targetId = environment.headless ? await this.#create(bounds) : await this.#createBare();
    const { windowId } = await this.root.send('Browser.getWindowForTarget', { targetId });
    return { targetId, windowId, session: await this.#session(targetId).promise };
  }

  /** Without a display nobody sees Chromium's bars. */
  async #create(bounds: Rectangle): Promise<string> {
    const created = this.root.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      left: bounds.x,
      top: bounds.y,
      width: bounds.width,
      height: bounds.height,
    });
    const opening = created.then(({ targetId }) => this.#own.add(targetId));
    this.#opening.add(opening);
    const { targetId } = await created;
    await opening;
    this.#opening.delete(opening);
    return targetId;
  }

  /** On a display a window is to look like Electron's. Its first page is past before the preload is set up. */
  async #createBare(): Promise<string> {
    const url = `data:text/html,${randomUUID()}`;
    const expected = Promise.withResolvers<string>();
    this.#expected.set(url, expected);
    const [targetId] = await Promise.all([expected.promise, this.#chromium.openBare(url)]);
    const session = await this.#session(targetId).promise;
    const loaded = new Promise((resolve) => session.once('Page.loadEventFired', resolve));
    await session.send('Page.enable');
    await session.send('Runtime.runIfWaitingForDebugger');
    await loaded;
    return targetId;
  }

  onGone(targetId: string, listener: () => void): void {
    this.#onGone.set(targetId, listener);
  }

  onCrash(targetId: string, listener: (status: string, code: number) => void): void {
    this.#onCrash.set(targetId, listener);
  }

  close(): Promise<void> {
    return this.#chromium.close();
  }

  #session(targetId: string): PromiseWithResolvers<CdpSession> {
    const known = this.#attached.get(targetId) ?? Promise.withResolvers<CdpSession>();
    this.#attached.set(targetId, known);
    return known;
  }

  async #watch(): Promise<void> {
    const { root } = this;
    root.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type !== 'page') return;
      this.#session(targetInfo.targetId).resolve(this.#chromium.cdp.session(sessionId));
      const expected = this.#expected.get(targetInfo.url);
      if (expected !== undefined) {
        this.#expected.delete(targetInfo.url);
        this.#own.add(targetInfo.targetId);
        expected.resolve(targetInfo.targetId);
      }
      inBackground(this.#closeIfForeign(targetInfo.targetId));
    });
    root.on('Target.targetDestroyed', ({ targetId }) => this.#onGone.get(targetId)?.());
    root.on('Target.targetCrashed', ({ targetId, status, errorCode }) => {
      this.#onCrash.get(targetId)?.(status, errorCode);
    });
    await root.send('Target.setDiscoverTargets', { discover: true });
    await root.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    });
  }

  /** A page that the application did not open was opened by a page: denied, as the window open handler must say. */
  async #closeIfForeign(targetId: string): Promise<void> {
    await Promise.all(this.#opening);
    if (!this.#own.has(targetId)) await this.root.send('Target.closeTarget', { targetId });
  }
}
