import { expect, test } from './world/test.ts';

/** Far below what a service manager gives before it kills, in ms. */
const ENDS_WITHIN_MS = 8_000;

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
  // As Ctrl+C under a supervisor does, it is asked twice.
  kiosk.app.process.kill('SIGTERM');
  expect(await kiosk.app.stop()).toEqual({ code: 143, signal: null });
  const ms = Math.round(performance.now() - asked);
  console.log(`the kiosk ended after ${ms} ms beside a host that does not answer`);
  expect(ms).toBeLessThan(ENDS_WITHIN_MS);
  await card.ask({ do: 'remove' });
  branch.server.resume();
  await branch.kiosk();
  await host.hears(card.tokenId, 'updated');
});
