import path from 'node:path';
import { VIRTUAL_READERS } from '../scripts/pcscd/service.ts';
import { VpcdPeer } from '../src/main/reader/testing/vpcd-peer.ts';
import { openAtOtherKiosk } from './world/other-kiosk.ts';
import { expect, test } from './world/test.ts';
import { tearBothCommitRecords } from './world/wear.ts';

/** assets/demo has a card for each refusal that needs none but the host's own knowledge. */
const BY_THE_HOST = [
  ['token-unknown', 'card-from-elsewhere', 'We don’t know this card yet'],
  ['hotlisted', 'olga-petrenko', 'This card was reported lost'],
  ['expired', 'peter-novak', 'This card has run out'],
  ['not-yet-valid', 'aisha-okafor', 'This card starts later'],
  ['superseded', 'fatima-zahra', 'You have a newer card'],
  ['quota-used', 'henrik-lund', 'Enough updates for now'],
] as const;

for (const [reason, id, title] of BY_THE_HOST)
  test(`a card that is refused as ${reason} is told so, and nothing is written`, async ({
    branch,
    host,
    kiosk,
  }) => {
    const card = await branch.demoCard(id);
    await card.ask({ do: 'insert' });
    await kiosk.shows('refused', title);
    await kiosk.logged('decided', { decision: 'refuse', reason });
    await expect(kiosk.page.getByText(/^For staff: [0-9A-Za-z-]{4,}$/)).toBeVisible();
    expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);

    if (reason !== 'token-unknown') {
      await host.hears(card.tokenId, 'refused', ...(reason === 'quota-used' ? (['updated'] as const) : []));
      const [visit] = await host.visits(card.tokenId);
      await expect(kiosk.page.getByText(`For staff: ${visit?.reference}`)).toBeVisible();
    }
  });

test('a card whose update is open at another kiosk is refused here', async ({ host, kiosk, makeCard }) => {
  const card = await makeCard({ requested: 'both', earned: 5 });
  expect(await openAtOtherKiosk(host, card)).toMatchObject({ decision: 'update' });
  await card.ask({ do: 'insert' });
  await kiosk.shows('refused', 'Another kiosk is not finished');
  await kiosk.logged('decided', { reason: 'open-elsewhere' });
  await host.hears(card.tokenId, 'refused', null);
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});

test('a card whose image somebody else signed is refused, after the host looked at it', async ({
  branch,
  host,
  kiosk,
  makeCard,
}) => {
  const keyFile = path.join(branch.folder, 'strange-key.json');
  const card = await makeCard({ known: 'by-cells', keyFile });
  await card.ask({ do: 'insert' });
  await kiosk.shows('refused', 'We left your card as it is');
  await kiosk.logged('decided', { reason: 'image-untrusted' });
  await host.hears(card.tokenId, 'refused');
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});

test('a card of which there is no backup as it was asked for is refused', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ verified: false });
  await host.request(card.tokenId, { criteria: { verifiedOnly: true } });
  await card.ask({ do: 'insert' });
  await kiosk.shows('refused', 'We have no copy to restore');
  await kiosk.logged('decided', { reason: 'no-backup' });
  await host.hears(card.tokenId, 'refused');
  expect((await host.visits(card.tokenId))[0]?.note).not.toBeNull();
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});

test('a card that is none of ours is told so without asking the host', async ({ kiosk }) => {
  const stranger = new VpcdPeer(VIRTUAL_READERS[0].port);
  stranger.react = () => Uint8Array.of(0x6a, 0x82);
  await stranger.insert();
  await kiosk.shows('refused', 'This is not one of our cards');
  expect(kiosk.log('decided')).toEqual([]);
  stranger.remove();
});

test('a card whose commit records are both torn is refused with a reference', async ({ kiosk, makeCard }) => {
  const card = await makeCard({ worn: tearBothCommitRecords });
  await card.ask({ do: 'insert' });
  await kiosk.shows('refused', 'We can’t read this card any more');
  await expect(kiosk.page.getByText(/^For staff: [0-9a-f]{8}$/)).toBeVisible();
  expect(kiosk.log('decided')).toEqual([]);
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});
