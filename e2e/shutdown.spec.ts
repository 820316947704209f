import { expect, test } from './world/test.ts';

/** Far below what a service manager gives before it kills, in ms. */
const ENDS_WITHIN_MS = 8_000;

test('a kiosk that is asked to end in mid-write finishes it, tells the host, and ends', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 91 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 400, times: 200 } });
  await kiosk.accept();
  await kiosk.shows('restoring');
  const ended = kiosk.app.stop();
  await kiosk.logged('quit-postponed');
  await card.ask({ do: 'disarm' });
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
  expect((await host.visits(card.tokenId)).map(({ outcome }) => outcome)).toEqual(['updated']);
});

test('a host that does not answer keeps no kiosk from ending, and hears of it from the next one', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 92 });
  await kiosk.offers(card);
  branch.server.pause();
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  const asked = performance.now();
  expect(await kiosk.app.stop()).toEqual({ code: 0, signal: null });
  const ms = Math.round(performance.now() - asked);
  console.log(`the kiosk ended after ${ms} ms beside a host that does not answer`);
  expect(ms).toBeLessThan(ENDS_WITHIN_MS);
  await card.ask({ do: 'remove' });
  branch.server.resume();
  await branch.kiosk();
  await host.hears(card.tokenId, 'updated');
});
