import { expect, test } from './world/test.ts';

test('without the host the card can be looked at, and is served as soon as the host is back', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 60 });
  await branch.server.kill();
  await card.ask({ do: 'insert' });
  await kiosk.shows('offline', 'We can’t update cards right now');
  await kiosk.button('See what is on my card').click();
  await expect(kiosk.title).toHaveText('This is on your card');
  await expect(kiosk.page.getByRole('main')).toContainText('€23.90');
  await expect(kiosk.page.getByRole('main')).toContainText('500');

  await branch.server.restart();
  await kiosk.shows('offer');
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated', 'interrupted');
});

test('a host that goes away before it heard of the update hears of it later, and once', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 61 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 250, times: 100 } });
  await kiosk.accept();
  await kiosk.shows('restoring');
  await branch.server.kill();
  await card.ask({ do: 'disarm' });
  await kiosk.shows('done', 'Done. Take your card');
  const told = kiosk.page.getByRole('main').getByText('The card service hears of it as soon as it is back.');
  await expect(told).toBeVisible();
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });

  await branch.server.restart();
  await host.hears(card.tokenId, 'updated');
  await expect(told).toBeHidden();
  const receipt = expect.objectContaining({ hostConfirmed: true });
  await expect.poll(() => kiosk.snapshot()).toMatchObject({ screen: { screen: 'done', receipt } });
  expect((await host.token(card.tokenId)).requests).toMatchObject([{ status: 'served' }]);
});

test('what the host was not told is told after the kiosk was started again', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 62 });
  await kiosk.offers(card);
  await branch.server.kill();
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await card.ask({ do: 'remove' });
  await branch.closeKiosk();

  await branch.server.restart();
  expect((await host.visits(card.tokenId))[0]?.outcome).toBeNull();
  await branch.kiosk();
  await host.hears(card.tokenId, 'updated');
});
