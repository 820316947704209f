import { STAFF_MEMBER } from '../scripts/world/kiosk-config.ts';
import type { Branch } from './world/branch.ts';
import type { Card, CardWishes } from './world/cards.ts';
import { balanceOn, contentOn } from './world/carried.ts';
import { cell, points, purse } from './world/description.ts';
import { latestJob } from './world/desk.ts';
import { agree, asksFor, pathOf, startJob } from './world/jobs.ts';
import type { Kiosk } from './world/kiosk.ts';
import { expect, test } from './world/test.ts';

const earned = (terminal: string, counter: number, amount: number) => ({
  terminal,
  counter,
  at: '2026-11-08T10:00:00Z',
  programme: 'HARBOUR',
  action: 'earn',
  amount,
});
/** The issuer changed it twice in one version: no rule can tell which one holds. */
const ticket = (detail: string) =>
  cell('RAIL', 'Coastal-Rail', 'ticket', { title: 'Old Town, coach 4', reference: 'CR-77120', detail });

type Pair = { readonly first: Card; readonly second: Card };

/** Two cards that were used apart from each other since both had 500 points. */
async function usedApart(
  cards: Branch['cards'],
  account: string,
  { conflict = true, slot = 1 as 0 | 1 } = {},
): Promise<Pair> {
  const wishes = (balance: number, transactions: readonly unknown[], seat: string): CardWishes => ({
    account,
    cells: [points(balance), purse(2390), ...(conflict ? [ticket(seat)] : [])],
    transactions,
  });
  const first = await cards.make(wishes(540, [earned('MKT-0007', 41, 40)], 'Seat 32, window'));
  const second = await cards.make({ ...wishes(525, [earned('MKT-0009', 7, 25)], 'Seat 33, aisle'), slot });
  return { first, second };
}

/** One after the other, so that there is no doubt which one is the first. */
const layDown = async (kiosk: Kiosk, { first, second }: Pair): Promise<void> => {
  await first.ask({ do: 'insert' });
  await asksFor(kiosk, 'second', 'Now the other one');
  await second.ask({ do: 'insert' });
};

const both = async (pair: Pair, request: Parameters<Card['ask']>[0]): Promise<void> => {
  await pair.first.ask(request);
  await pair.second.ask(request);
};

/** The next visit of each card finds nothing to do. */
async function findsNothingToDo(kiosk: Kiosk, cards: readonly Card[]): Promise<void> {
  for (const card of cards) {
    await card.ask({ do: 'insert' });
    await kiosk.shows('done', 'All up to date. Take your card');
    await card.ask({ do: 'remove' });
    await kiosk.settle();
  }
}

test('at the desk a conflict is settled by key, undone, settled again, and both cards carry the same afterwards', async ({
  branch,
  desk,
  host,
}) => {
  const pair = await usedApart(branch.cards, 'ACC-MERGE-1');
  await startJob(desk, 'merge');
  await layDown(desk, pair);
  await desk.shows('compare', 'This is what both will hold');
  const { keyboard } = desk.page;
  const question = desk.page.getByRole('row', { name: /^Ticket/ });
  const write = desk.button('Settle 1 more to write');
  await expect(write).toBeDisabled();
  await keyboard.press('1');
  await expect(question).toContainText('You chose');
  await expect(desk.button('Write to both')).toBeEnabled();
  await keyboard.press('u');
  await expect(write).toBeDisabled();
  await keyboard.press('2');
  await expect(question).toContainText('You chose');
  for (const card of [pair.first, pair.second])
    expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await desk.button('Write to both').waitFor();
  await keyboard.press('Control+Enter');
  await desk.shows('done', 'Done. Take both cards');
  const path = pathOf(pair.first, 'and', pair.second);
  await expect(desk.page.getByRole('paragraph').filter({ hasText: path })).toBeVisible();

  expect(await balanceOn(pair.first, host, 'HARBOUR')).toBe(565);
  expect(await balanceOn(pair.first, host, 'METRO')).toBe(2390);
  const { cells, ...content } = await contentOn(pair.first, host);
  expect(cells).toContainEqual(expect.objectContaining(ticket('Seat 33, aisle')));
  expect(await contentOn(pair.second, host)).toEqual({ cells, ...content });
  for (const card of [pair.first, pair.second]) await host.hears(card.tokenId, 'updated');
  expect(latestJob(branch.deskData)).toMatchObject({
    kind: 'merge',
    staffId: STAFF_MEMBER.id,
    settlements: { 'cell RAIL 4': 'keep-second' },
    outcome: 'updated',
  });

  await both(pair, { do: 'remove' });
  await desk.settle();
  await findsNothingToDo(desk, [pair.first, pair.second]);
});

test('at self-service what only a person can decide is sent to the desk with a number, and nothing is written', async ({
  branch,
  host,
  kiosk,
}) => {
  const pair = await usedApart(branch.cards, 'ACC-MERGE-2');
  await startJob(kiosk, 'merge');
  await both(pair, { do: 'insert' });
  await kiosk.shows('refused', 'Staff finish this with you');
  await expect(kiosk.page.getByText(/Your number there is M-[0-9A-F]{8}\./)).toBeVisible();
  for (const card of [pair.first, pair.second]) {
    await host.hears(card.tokenId, 'refused');
    expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  }
});

test('a card that is pulled while both are written is put back and finished, and the other one after it', async ({
  branch,
  host,
  kiosk,
}) => {
  const pair = await usedApart(branch.cards, 'ACC-MERGE-3', { conflict: false });
  await startJob(kiosk, 'merge');
  await layDown(kiosk, pair);
  await kiosk.shows('compare', 'This is what both will hold');
  await pair.second.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth: 90, leave: 'garbage' } });
  await agree(kiosk, 'merge');
  await kiosk.shows('removed', 'Put the same card back');
  expect((await pair.first.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await kiosk.readerIsEmpty();
  await pair.second.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take both cards');
  for (const card of [pair.first, pair.second]) await host.hears(card.tokenId, 'updated');
  expect(await balanceOn(pair.first, host, 'HARBOUR')).toBe(565);
  expect(await contentOn(pair.second, host)).toEqual(await contentOn(pair.first, host));
});

test('on one reader the first card is asked for once more to be written', async ({ branch, host, kiosk }) => {
  const pair = await usedApart(branch.cards, 'ACC-MERGE-4', { conflict: false, slot: 0 });
  await startJob(kiosk, 'merge');
  await pair.first.ask({ do: 'insert' });
  await asksFor(kiosk, 'second', 'Now the other one');
  await pair.first.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await pair.second.ask({ do: 'insert' });
  await agree(kiosk, 'merge');
  await asksFor(kiosk, 'first', 'Once more the first one');
  await pair.second.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await pair.first.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  for (const card of [pair.first, pair.second]) await host.hears(card.tokenId, 'updated');
  expect(await contentOn(pair.second, host)).toEqual(await contentOn(pair.first, host));
});
