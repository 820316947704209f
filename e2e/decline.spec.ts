import { expect, test } from './world/test.ts';

test('"not now" leaves the card as it was, and the host knows', async ({ host, kiosk, makeCard }) => {
  const card = await makeCard({ requested: 'both', earned: 30 });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await kiosk.button('Not now, I’ll take my card').click();
  await kiosk.shows('done', 'As you wish. Take your card');
  await host.hears(card.tokenId, 'declined');
  const status = await card.ask({ do: 'status' });
  expect(status.counters.pageWrites).toBe(0);
  expect(status.indicator).toMatchObject({ state: 'requested' });
  expect((await host.token(card.tokenId)).requests).toMatchObject([{ status: 'pending' }]);
});

test('a card that is taken during the offer is a no, and the kiosk invites the next person', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 30 });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await card.ask({ do: 'remove' });
  await kiosk.shows('attract', 'Put your card on the reader');
  await host.hears(card.tokenId, 'declined');
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});
