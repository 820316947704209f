import { STAFF_MEMBER } from '../scripts/world/kiosk-config.ts';
import type { Branch } from './world/branch.ts';
import { balanceOn, carriedBy } from './world/carried.ts';
import { points, purse } from './world/description.ts';
import { DESK_ID } from './world/desk.ts';
import { agree, asksFor, pathOf, startJob } from './world/jobs.ts';
import type { Kiosk } from './world/kiosk.ts';
import { openAtOtherKiosk } from './world/other-kiosk.ts';
import { expect, test } from './world/test.ts';

/** A customer with a card, and the new one that is to take its place. */
async function customer(cards: Branch['cards'], account: string) {
  const holder = `Holder of ${account}`;
  const old = await cards.make({ account, holder, cells: [points(500), purse(2390)], transactions: [] });
  const fresh = await cards.make({ account, holder, blank: true, slot: 1 });
  return { account, holder, old, fresh };
}

/** Finds the customer; then what happened to the old card is said. */
async function reports(
  desk: Kiosk,
  by: 'Account' | 'Printed number',
  value: string,
  old: string,
  what: string,
): Promise<void> {
  const { page } = desk;
  await desk.shows('find', 'Which one is gone?');
  await page.getByRole('radio', { name: by }).check();
  await page.getByRole('textbox').fill(value);
  await page.keyboard.press('Enter');
  await chooses(desk, old, what);
}

async function chooses(desk: Kiosk, old: string, what: string): Promise<void> {
  const { page } = desk;
  await page.getByRole('radio', { name: new RegExp(old.slice(-4)) }).check();
  await page.getByRole('radio', { name: what }).check();
  await desk.button('Say so and choose a copy').click();
  await desk.shows('backups', 'Which copy should the new one carry?');
}

test('a new card takes over from a lost one less the reserve, and what the found one did is put right', async ({
  branch,
  desk,
  host,
}) => {
  await host.server.admin.put('/v1/programmes/METRO', { reserve: { amount: 1000, perMille: 0 } });
  const { account, old, fresh } = await customer(branch.cards, 'ACC-LOST-1');
  await old.ask({
    do: 'log',
    transaction: {
      terminal: 'GATE-014',
      counter: 77,
      at: Math.floor(Date.now() / 1000) - 3600,
      programme: 'METRO',
      action: 'spend',
      amount: -450,
    },
  });
  await startJob(desk, 'replace');
  await reports(desk, 'Account', account, old.tokenId, 'Lost');
  await expect(desk.page.getByText('Suggested')).toBeVisible();
  await desk.button('Use this copy').click();
  await asksFor(desk, 'second', 'Now the new one');
  await fresh.ask({ do: 'insert' });
  await desk.shows('compare', 'This is what the new one will hold');
  await agree(desk, 'replace');
  await desk.shows('done', 'Done. Take your card');
  await host.hears(fresh.tokenId, 'updated');
  expect(await carriedBy(fresh, host)).toMatchObject({ accountRef: account, generation: 2 });
  expect(await balanceOn(fresh, host, 'HARBOUR')).toBe(500);
  expect(await balanceOn(fresh, host, 'METRO')).toBe(1390);
  await expect(desk.page.getByText(pathOf(old, '→', fresh))).toBeVisible();
  await fresh.ask({ do: 'remove' });
  await desk.settle();

  // somebody finds the old one, and puts it on a reader
  await old.ask({ do: 'insert' });
  await desk.shows('refused');
  await desk.logged('decided', { decision: 'refuse' });
  expect((await old.ask({ do: 'status' })).counters.pageWrites).toBe(0);
  await old.ask({ do: 'remove' });
  await desk.settle();

  await desk.offers(fresh);
  await desk.accept();
  await desk.shows('done', 'Done. Take your card');
  expect(await balanceOn(fresh, host, 'METRO')).toBe(2390 - 450);
  await host.hears(fresh.tokenId, 'updated', 'updated');
});

test('a stolen card is found by its printed number and refused everywhere at once; the copy is chosen by key', async ({
  branch,
  desk,
  host,
}) => {
  const { old, fresh } = await customer(branch.cards, 'ACC-LOST-2');
  const printed = old.tokenId.replaceAll(/(.{4})(?!$)/g, '$1 ');
  await startJob(desk, 'replace');
  await desk.shows('find');
  await desk.page.keyboard.type('ACC-NOBODY');
  await desk.page.keyboard.press('Enter');
  await expect(desk.page.getByText('Nobody is found by that.')).toBeVisible();
  await reports(desk, 'Printed number', printed, old.tokenId, 'Stolen');
  expect(await openAtOtherKiosk(host, old)).toMatchObject({ decision: 'refuse', reason: 'hotlisted' });
  await desk.page.keyboard.press('Control+Enter');
  await asksFor(desk, 'second', 'Now the new one');
  await fresh.ask({ do: 'insert' });
  await desk.shows('compare');
  await desk.page.keyboard.press('Control+Enter');
  await desk.shows('done', 'Done. Take your card');
  await host.hears(fresh.tokenId, 'updated');
  expect(await host.token(old.tokenId)).toMatchObject({
    status: 'superseded',
    successorId: fresh.tokenId,
    reported: { as: 'stolen', by: `${STAFF_MEMBER.id}@${DESK_ID}` },
  });
});

test('the new card names its customer when it is presented, and is then written where it lies', async ({
  branch,
  desk,
  host,
}) => {
  const { holder, old, fresh } = await customer(branch.cards, 'ACC-LOST-3');
  await startJob(desk, 'replace');
  await desk.shows('find');
  await fresh.ask({ do: 'insert' });
  await expect(desk.page.getByText(holder)).toBeVisible();
  await chooses(desk, old.tokenId, 'Damaged');
  await desk.button('Use this copy').click();
  await agree(desk, 'replace');
  await desk.shows('done', 'Done. Take your card');
  await host.hears(fresh.tokenId, 'updated');
  expect(await host.token(old.tokenId)).toMatchObject({ successorId: fresh.tokenId });
});
