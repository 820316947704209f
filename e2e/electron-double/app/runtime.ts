import { Browser } from '../chromium/browser.ts';

/** Chromium, from the moment it is asked for until the application ends. */
class Runtime {
  readonly #started = Promise.withResolvers<Browser>();
  #browser: Browser | undefined;

  /** Settles when Chromium listens; windows that are made earlier wait for it. */
  get browser(): Promise<Browser> {
    return this.#started.promise;
  }

  async start(userData: string, switches: readonly string[]): Promise<Browser> {
    this.#browser = await Browser.start(userData, switches);
    this.#started.resolve(this.#browser);
    return this.#browser;
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }
}

export const runtime = new Runtime();
