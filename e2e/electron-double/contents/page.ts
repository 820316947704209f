import { runtime } from '../app/runtime.ts';
import type { Browser, Rectangle, Target } from '../chromium/browser.ts';
import type { CdpSession } from '../chromium/cdp.ts';

type Setup = (target: Target, browser: Browser) => unknown;

/** A page of Chromium's in the making: Electron's objects exist at once, Chromium's window follows. */
export class Page {
  readonly #setups: Setup[] = [];
  readonly #target: Promise<Target>;

  constructor(bounds: Rectangle) {
    this.#target = this.#open(bounds);
  }

  /** Runs `setup` when the page is there and none of its scripts has run; to be called before the next tick. */
  beforeFirstScript(setup: Setup): void {
    this.#setups.push(setup);
  }

  /** Sends as soon as the page is there; messages keep their order. */
  readonly send: CdpSession['send'] = async (method, params) => {
    const { session } = await this.#target;
    return session.send(method, params);
  };

  target(): Promise<Target> {
    return this.#target;
  }

  async #open(bounds: Rectangle): Promise<Target> {
    const browser = await runtime.browser;
    const target = await browser.open(bounds);
    await Promise.all(this.#setups.map((setup) => setup(target, browser)));
    await target.session.send('Runtime.runIfWaitingForDebugger');
    return target;
  }
}
