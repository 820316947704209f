import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import type { ScreenName } from '../../src/shared/visit/snapshot.ts';
import { type Launched, type LaunchOptions, launch } from '../launch.ts';
import type { Card } from './cards.ts';

const LineSchema = z.looseObject({ at: z.string(), event: z.string() });
const ResultSchema = z.object({ ok: z.literal(true), value: z.unknown() });
/** One line of the kiosk's log. */
export type LogLine = z.infer<typeof LineSchema>;

const parseLine = (line: string): LogLine[] =>
  line.startsWith('{"at":') ? [LineSchema.parse(JSON.parse(line))] : [];

/** The running application: its window as a person sees it, and its log. */
export class Kiosk {
  readonly app: Launched;
  #page: Page;
  #crashed = false;
  #from = 0;

  private constructor(app: Launched, page: Page) {
    this.app = app;
    this.#page = page;
    this.#watch();
  }

  #watch(): void {
    this.#crashed = false;
    this.#page.once('crash', () => {
      this.#crashed = true;
    });
  }

  /** Starts it and waits until its page is drawn and its reader is found. */
  static async start(options: LaunchOptions): Promise<Kiosk> {
    const app = await launch(options);
    const kiosk = new Kiosk(app, await app.page('index.html'));
    await app.said('"event":"page-ready"');
    await app.said('"event":"kiosk-started"');
    return kiosk;
  }

  get page(): Page {
    return this.#page;
  }

  /** Looks at the window again: after its page crashed, or when the application was started anew. */
  async lookAgain(): Promise<void> {
    this.#page = await this.app.pageAnew('index.html');
    this.#watch();
  }

  get isRunning(): boolean {
    const { exitCode, signalCode } = this.app.process;
    return exitCode === null && signalCode === null;
  }

  /** Whether another test can use it: it runs, and its page is one that Playwright still looks at. */
  get isUsable(): boolean {
    return this.isRunning && !this.#crashed;
  }

  /** From here on the log is that of another test. */
  turnPage(): void {
    this.#from = this.app.output().length;
  }

  /** What it wrote since `turnPage`. */
  output(): string {
    return this.app.output().slice(this.#from);
  }

  log(event?: string): LogLine[] {
    const lines = this.output().split('\n').slice(0, -1).flatMap(parseLine);
    return event === undefined ? lines : lines.filter((line) => line.event === event);
  }

  /** Waits until the log has a line of this event with these facts. */
  async logged(event: string, facts: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await expect
      .poll(() => this.log(event), { message: `the kiosk logs ${event}`, timeout: 30_000 })
      .toContainEqual(expect.objectContaining(facts));
  }

  /** The states that visits went through, in their order. */
  states(): unknown[] {
    return this.log('visit-state').map(({ to }) => to);
  }

  /** Waits until this screen is shown, with this title where one is given. */
  async shows(screen: ScreenName, title?: string | RegExp): Promise<void> {
    await expect(this.page.locator('[data-screen]')).toHaveAttribute('data-screen', screen, {
      timeout: 20_000,
    });
    if (title !== undefined) await expect(this.title).toHaveText(title);
  }

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What main tells the page. */
  async snapshot(): Promise<unknown> {
    const { value } = ResultSchema.parse(await this.page.evaluate('recard.snapshot()'));
    return value;
  }

  /** By its whole name, or by what a name has in it. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Puts the card on the reader and waits until its update is offered. */
  async offers(card: Card): Promise<void> {
    await card.ask({ do: 'insert' });
    await this.shows('offer');
  }

  /** Accepts the offer that is on the screen. */
  async accept(): Promise<void> {
    await this.page.getByRole('button', { name: /^Update my (card|phone)/ }).click();
  }

  /** Waits until PC/SC saw that the card is gone: one that is put back sooner was never away. */
  async readerIsEmpty(): Promise<void> {
    const moves = () => this.log().filter(({ event }) => /^token-(present|absent|unreadable)$/.test(event));
    await expect.poll(() => moves().at(-1)?.event, { timeout: 20_000 }).toBe('token-absent');
  }

  /** Leaves the last visit's screen, as soon as its card is gone, and the last job. */
  async settle(): Promise<void> {
    await expect
      .poll(
        async () => {
          await this.page.evaluate('recard.act("finish"), recard.actOnJob({ type: "cancel" })');
          return this.page.locator('[data-screen]').getAttribute('data-screen');
        },
        { message: 'the kiosk is ready for the next visit', timeout: 20_000 },
      )
      .toBe('attract');
  }
}
