import { setTimeout as delay } from 'node:timers/promises';
import type { Kiosk } from './world/kiosk.ts';
import { descendantsOf } from './world/processes.ts';
import { expect, test } from './world/test.ts';

/** Tells the kiosk what Electron's powerMonitor tells of the machine. */
const power = ({ app }: Kiosk, event: 'suspend' | 'resume') =>
  app.process.send({ electronDouble: 'power', event });

/** A little longer than the kiosk takes for an ordinary pause, in ms. */
const STOPPED_MS = 3_500;

test('cards that change places while the machine sleeps are told apart, and an offer does not outlast its sleep', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const first = await makeCard({ requested: 'both', earned: 31 });
  const second = await makeCard({ requested: 'both', earned: 32 });
  await kiosk.offers(first);
  power(kiosk, 'suspend');
  await kiosk.logged('power-asleep');
  await host.hears(first.tokenId, 'declined');
  await first.ask({ do: 'remove' });
  await second.ask({ do: 'insert' });

  power(kiosk, 'resume');
  await kiosk.shows('offer');
  await expect(kiosk.page.getByRole('banner')).toContainText(second.tokenId.slice(-4));
  expect((await first.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(second.tokenId, 'updated');
});

test('a kiosk that is stopped in mid-write, and finds another card when it goes on, leaves that one alone', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 34 });
  const other = await makeCard({ requested: 'both', earned: 35 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 500, times: 100 } });
  await kiosk.accept();
  await expect.poll(async () => (await card.ask({ do: 'status' })).counters.pageWrites).toBeGreaterThan(0);
  const main = kiosk.app.process.pid ?? 0;
  const processes = [main, ...descendantsOf(main)];
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  await card.ask({ do: 'remove' });
  await card.ask({ do: 'disarm' });
  await other.ask({ do: 'insert' });
  await delay(STOPPED_MS);
  for (const pid of processes) process.kill(pid, 'SIGCONT');

  await kiosk.shows('removed', 'That is another card');
  await kiosk.logged('power-awake');
  expect((await other.ask({ do: 'remove' })).counters.pageWrites).toBe(0);
  await kiosk.readerIsEmpty();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
});
