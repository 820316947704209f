import type { CardWishes } from './world/cards.ts';
import { contentOn } from './world/carried.ts';
import { points, purse } from './world/description.ts';
import { agree, asksFor, pathOf, startJob } from './world/jobs.ts';
import { expect, test } from './world/test.ts';

/** Two tokens of one account: what was bought with the first is not on the second yet. */
const ahead = (account: string): CardWishes => ({
  account,
  cells: [points(540), purse(2390)],
  transactions: [
    {
      terminal: 'MKT-0007',
      counter: 41,
      at: '2026-11-08T10:00:00Z',
      programme: 'HARBOUR',
      action: 'earn',
      amount: 40,
    },
  ],
});
const behind = (account: string): CardWishes => ({ account, transactions: [] });

test('at the desk two cards lie side by side, and what the first one holds is written to the second', async ({
  desk,
  host,
  makeCard,
}) => {
  const from = await makeCard(ahead('ACC-SYNC-1'));
  const to = await makeCard({ ...behind('ACC-SYNC-1'), slot: 1 });
  await startJob(desk, 'synchronize');
  await from.ask({ do: 'insert' });
  await asksFor(desk, 'second', 'Now the other one');
  await to.ask({ do: 'insert' });
  await desk.shows('compare', 'This is what it will hold');
  expect((await to.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await agree(desk, 'synchronize');
  await desk.shows('done', 'Done. Take both cards');

  expect(await contentOn(to, host)).toEqual(await contentOn(from, host));
  await host.hears(to.tokenId, 'updated');
  await host.hears(from.tokenId, 'current');
  expect((await from.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await expect(desk.page.getByText(pathOf(from, '→', to))).toBeVisible();

  for (const card of [from, to]) await card.ask({ do: 'remove' });
  await desk.settle();
  for (const card of [from, to]) {
    await card.ask({ do: 'insert' });
    await desk.shows('done', 'All up to date. Take your card');
    await card.ask({ do: 'remove' });
    await desk.settle();
  }
});

test('on one reader they come in turn; the first one put on again is recognised and changes nothing', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const from = await makeCard(ahead('ACC-SYNC-2'));
  const to = await makeCard(behind('ACC-SYNC-2'));
  await startJob(kiosk, 'synchronize');
  await asksFor(kiosk, 'first', 'Put the first one on the reader');
  await from.ask({ do: 'insert' });
  await asksFor(kiosk, 'second', 'Now the other one');
  await from.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await from.ask({ do: 'insert' });
  await asksFor(kiosk, 'second', 'That is the same one');
  await from.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await to.ask({ do: 'insert' });
  await agree(kiosk, 'synchronize');
  await kiosk.shows('done', 'Done. Take your card');
  expect(await contentOn(to, host)).toEqual(await contentOn(from, host));
  await host.hears(to.tokenId, 'updated');
  await host.hears(from.tokenId, 'current');
});

test('a token whose synchronizations are used up is told so, and nothing is written', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const from = await makeCard(ahead('ACC-SYNC-3'));
  await host.change(from.tokenId, { syncQuota: { synchronizations: 0, days: 30 } });
  await startJob(kiosk, 'synchronize');
  await from.ask({ do: 'insert' });
  await kiosk.shows('refused', 'Enough updates for now');
  await host.hears(from.tokenId, 'refused');
  const [visit] = await host.visits(from.tokenId);
  await expect(kiosk.page.getByText(`For staff: ${visit?.reference}`)).toBeVisible();
  expect((await from.ask({ do: 'status' })).counters.pageWrites).toBe(0);
});

test('a card’s content goes to a phone in short taps: the job goes on at the next one', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard(ahead('ACC-SYNC-4'));
  const phone = await makeCard({
    ...behind('ACC-SYNC-4'),
    kind: 'phone',
    process: { link: 'iso14443-106' },
  });
  await startJob(kiosk, 'synchronize');
  await card.ask({ do: 'insert' });
  await asksFor(kiosk, 'second', 'Now the other one');
  await card.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();

  // a tap too short to be read
  await phone.ask({ do: 'arm', fault: { type: 'tear', at: 'command', nth: 2, when: 'before' } });
  await phone.ask({ do: 'insert' });
  await expect.poll(async () => (await phone.ask({ do: 'status' })).present).toBe(false);
  await kiosk.readerIsEmpty();
  const { uid } = await phone.ask({ do: 'status' });
  await asksFor(kiosk, 'second', 'Now the other one');
  // one that is long enough to be read, and over before the result is agreed to
  await phone.ask({ do: 'insert' });
  await kiosk.shows('compare');
  expect((await phone.ask({ do: 'remove' })).uid).not.toBe(uid);
  await kiosk.readerIsEmpty();
  await agree(kiosk, 'synchronize');
  await asksFor(kiosk, 'second', 'Put the second one on again');
  // one that is over in mid-write
  await phone.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth: 70, leave: 'garbage' } });
  await phone.ask({ do: 'insert' });
  await kiosk.shows('removed');
  await kiosk.readerIsEmpty();
  await phone.ask({ do: 'insert' });
  await kiosk.shows('done');
  expect(await contentOn(phone, host)).toEqual(await contentOn(card, host));
  await host.hears(phone.tokenId, 'updated');
});
