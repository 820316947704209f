import { expect, test } from './world/test.ts';

test('a card whose kiosk died in mid-write is finished at another one, which waits for it by itself', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 83 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 250, times: 100 } });
  await kiosk.accept();
  await expect.poll(async () => (await card.ask({ do: 'status' })).counters.pageWrites).toBeGreaterThan(0);
  await kiosk.app.kill();
  await card.ask({ do: 'disarm' });
  await card.ask({ do: 'remove' });

  const desk = await branch.desk();
  await card.ask({ do: 'insert' });
  // Nobody touches it: the host gives the card away once the kiosk has been silent for long enough.
  await expect(desk.page.locator('[data-screen=offer]')).toBeVisible({ timeout: 40_000 });
  await desk.accept();
  await desk.shows('done');
  // Newest first: the desk's visits, those before the last one refused; then that of the kiosk, which can say nothing.
  const refused = desk
    .log('decided')
    .slice(1)
    .map(() => 'refused' as const);
  await host.hears(card.tokenId, 'updated', ...refused, null);
  const finished = await card.ask({ do: 'status' });
  expect(finished).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
  await card.ask({ do: 'remove' });
  await desk.settle();

  // The kiosk that died comes back with its own intent. It finds the card finished, and writes nothing.
  const again = await branch.kiosk();
  await host.hears(card.tokenId, 'updated', ...refused, 'interrupted');
  await card.ask({ do: 'insert' });
  await again.shows('done');
  await host.hears(card.tokenId, 'updated', ...refused, 'updated');
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(finished.counters.pageWrites);
});
