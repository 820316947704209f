import { setTimeout as delay } from 'node:timers/promises';
import type { ScreenName } from '../src/shared/visit/snapshot.ts';
import type { Kiosk } from './world/kiosk.ts';
import { rendererOf } from './world/processes.ts';
import { expect, test } from './world/test.ts';

/** On a machine that tests keep busy, in ms: how soon it is back on a quiet one, bench/kiosk measures. */
const BACK_WITHIN_MS = 20_000;

/** Long enough, in ms, that a fall is the first one in a row. */
const STANDS_MS = 2_000;

type Fall = 'crash' | 'hang' | 'stop';

const FALLS = {
  crash: async ({ page }: Kiosk) => {
    const devTools = await page.context().newCDPSession(page);
    // The crash takes its own answer along.
    devTools.send('Page.crash').catch(() => {});
  },
  hang: ({ page }: Kiosk) => page.evaluate('setTimeout(() => { for (;;); })'),
  stop: async ({ page }: Kiosk) => process.kill(await rendererOf(page), 'SIGSTOP'),
};

/** Takes the page down and waits until it has drawn itself anew; what is on it then is looked at anew, too. */
async function isBackAfter(kind: Fall, where: string, kiosk: Kiosk): Promise<void> {
  const times = kiosk.log('renderer-back').length;
  await FALLS[kind](kiosk);
  await expect.poll(() => kiosk.log('renderer-back').length, { timeout: 40_000 }).toBe(times + 1);
  const afterMs = kiosk.log('renderer-back').at(-1)?.afterMs;
  console.log(`${kind} ${where}: the screen is back after ${afterMs} ms`);
  expect(afterMs).toBeLessThan(BACK_WITHIN_MS);
  await kiosk.lookAgain();
}

test('a page that crashes or hangs, or whose process is stopped, is back at once, on every screen of a visit, and the visit goes on', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 3 });
  const falls = async (kind: Fall, screen: ScreenName, title: string) => {
    await kiosk.shows(screen, title);
    await isBackAfter(kind, `on ${screen}`, kiosk);
    await kiosk.shows(screen, title);
  };
  await falls('crash', 'attract', 'Put your card on the reader');
  await card.ask({ do: 'insert' });
  await falls('crash', 'offer', 'We found newer data for your card');
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 1_500, times: 50 } });
  await kiosk.accept();
  await falls('crash', 'restoring', 'Leave your card where it is');
  await card.ask({ do: 'remove' });
  // One that stands again is not thought to fall whenever it is loaded, whatever it did before.
  await delay(STANDS_MS);
  await falls('hang', 'removed', 'Put the same card back');
  expect(kiosk.log('renderer-unresponsive')).toHaveLength(1);
  await card.ask({ do: 'disarm' });
  await card.ask({ do: 'insert' });
  await falls('crash', 'done', 'Done. Take your card');
  await delay(STANDS_MS);
  await falls('stop', 'done', 'Done. Take your card');
  expect(kiosk.log('renderer-killed')).toHaveLength(1);
  expect(kiosk.log('renderer-gone')).toHaveLength(6);
  await host.hears(card.tokenId, 'updated');
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
});
