import { digestOf } from '../src/shared/image/envelope.ts';
import type { Card } from './world/cards.ts';
import { expect, test } from './world/test.ts';

/** Digest of the image that lies in the card's memory, where its commit record says. */
async function digestOnCard(card: Card): Promise<string> {
  const dump = await card.dump();
  if (!dump.ok) throw new Error(dump.failure.detail);
  const { slot, imageLength } = dump.value.status;
  const file = dump.value.files[slot === 'A' ? '5243/0003' : '5243/0004'];
  if (typeof file !== 'string' || imageLength === null) throw new Error('the card has no image');
  return digestOf(new Uint8Array(Buffer.from(file, 'hex').subarray(0, imageLength)));
}

test('a card that is flagged for update leaves restored, and its next visit has nothing to do', async ({
  branch,
  host,
  kiosk,
}) => {
  const { page } = kiosk;
  const card = await branch.demoCard('amira-haddad', { link: 'iso14443-106' });
  const earlier = (await host.visits(card.tokenId)).map(({ outcome }) => outcome);
  await card.ask({ do: 'insert' });

  await kiosk.shows('offer', 'We found newer data for your card');
  await expect(page.getByRole('banner')).toContainText('Card ending 4417');
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - region "On your card now":
      - list:
        - listitem: 1 coupon
        - listitem: 1,240 points
        - listitem: €18.40 in your purse
        - listitem: Harbour – Old Town, coach 4 until 28 Nov 2035
    - region "After the update":
      - list:
        - listitem: "3 coupons Added: 2 coupons"
        - listitem: "1,410 points Added: 170 points"
        - listitem: "€23.90 in your purse Added: €5.50"
        - listitem: Harbour – Old Town, coach 4 until 28 Nov 2035 Stays as it is
  `);

  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await expect(page.getByRole('main')).toContainText('You now have 1,410 points and €23.90');
  expect(kiosk.states()).toEqual(['reading', 'deciding', 'offer', 'writing', 'done']);

  await host.hears(card.tokenId, 'updated', ...earlier);
  const known = await host.token(card.tokenId);
  const [newest] = known.backups;
  expect(newest).toMatchObject({ verified: true, origin: 'composed', digest: await digestOnCard(card) });
  expect(known.requests).toMatchObject([{ status: 'served', closedBy: known.visits[0]?.visitId }]);
  const updated = await card.ask({ do: 'remove' });
  expect(updated).toMatchObject({ imageSequence: newest?.sequence, indicator: { state: 'clear' } });

  await kiosk.shows('done', 'Thank you. See you soon');
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'All up to date. Take your card');
  await host.hears(card.tokenId, 'current', 'updated', ...earlier);
  const { counters } = await card.ask({ do: 'status' });
  expect(counters.pageWrites).toBe(updated.counters.pageWrites);
  expect(counters.apdus - updated.counters.apdus).toBeLessThanOrEqual(4);
});

test('while the card is written, every step of it is on the screen', async ({ kiosk, makeCard }) => {
  const card = await makeCard({ requested: 'both', earned: 40 });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 250, times: 40 } });
  await kiosk.accept();
  await kiosk.shows('restoring', 'Leave your card where it is');
  await expect(kiosk.page.getByRole('progressbar')).toBeVisible();
  await kiosk.shows('verifying', 'Checking every byte');
  await card.ask({ do: 'disarm' });
  await kiosk.shows('done', 'Done. Take your card');
});

test('a request that arrives at the card during the offer survives the update', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 25 });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  const newer = { requestId: '00ff00ff00ff00ff', reason: 'correction', requestedAt: 1_795_000_000 } as const;
  await card.ask({ do: 'indicator-set', ...newer });
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
  expect((await card.ask({ do: 'remove' })).indicator).toEqual({ state: 'requested', ...newer });

  await kiosk.shows('done', 'Thank you. See you soon');
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await kiosk.accept();
  await kiosk.shows('done');
  expect((await card.ask({ do: 'status' })).indicator).toMatchObject({ state: 'clear' });
});

test('a request that only the host knows is served', async ({ host, kiosk, makeCard }) => {
  const card = await makeCard({ requested: 'host', earned: 12 });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await expect(kiosk.page.getByText('Added: 12 points')).toBeAttached();
  await kiosk.accept();
  await kiosk.shows('done');
  await host.hears(card.tokenId, 'updated');
  expect((await host.token(card.tokenId)).requests).toMatchObject([{ status: 'served' }]);
});

test('an indicator that the host does not know of is served and cleared', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'token' });
  await card.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
  expect((await card.ask({ do: 'status' })).indicator).toMatchObject({ state: 'clear' });
});

test('a phone that carries no image yet is given one', async ({ branch, host, kiosk }) => {
  const phone = await branch.demoCard('lucas-moreau');
  await phone.ask({ do: 'insert' });
  await kiosk.shows('offer');
  await expect(kiosk.page.getByRole('banner')).toContainText('Phone ending 9082');
  await kiosk.accept();
  await kiosk.shows('done');
  await host.hears(phone.tokenId, 'updated');
  const [newest] = (await host.token(phone.tokenId)).backups;
  expect(await digestOnCard(phone)).toBe(newest?.digest);
});
