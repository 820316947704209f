import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Launched, type LaunchOptions, launch } from '../../e2e/launch.ts';

export type Fall = 'crash' | 'hang';

/** A page that fell sooner than this after it was drawn, in ms, falls whenever it is loaded: the kiosk takes its time. */
const STANDS_MS = 2_000;
const GIVEN_UP_MS = 60_000;
const BACK = /"event":"renderer-back","afterMs":(\d+)/g;

const FALLS: Readonly<Record<Fall, (page: Page) => Promise<unknown>>> = {
  crash: async (page) => {
    const devTools = await page.context().newCDPSession(page);
    // The crash takes its own answer along.
    devTools.send('Page.crash').catch(() => {});
  },
  hang: (page) => page.evaluate('setTimeout(() => { for (;;); })'),
};

const timesBack = (application: Launched): number[] =>
  [...application.output().matchAll(BACK)].map(([, ms]) => Number(ms));

/** Makes the kiosk's page fall again and again; milliseconds until it had drawn itself anew, as the kiosk logs them. */
export async function timeFalls(fall: Fall, times: number, options: LaunchOptions): Promise<number[]> {
  const application = await launch(options);
  try {
    let page = await application.page('index.html');
    await application.said('"event":"page-ready"');
    for (let time = 1; time <= times; time++) {
      await delay(STANDS_MS);
      await FALLS[fall](page);
      for (const until = Date.now() + GIVEN_UP_MS; timesBack(application).length < time; await delay(20))
        if (Date.now() > until) throw new Error(`The page is not back: ${application.output().slice(-1000)}`);
      page = await application.pageAnew('index.html');
    }
    return timesBack(application);
  } finally {
    await application.stop();
  }
}
