import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Transaction } from '../../shared/image/model.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { balanceOf, CARD, type DevicesKit, devicesKit, digest, must, START } from '../testing/devices.ts';
import { contentOf, NOON } from '../testing/kit.ts';

let store: Store;
let kit: DevicesKit;
let first = '';
beforeEach(async () => {
  store = await openSqlite(':memory:');
  kit = devicesKit(store);
  first = (await kit.issue(CARD)).image;
});
afterEach(() => store.close());

const spend = (counter: number, amount: number, programme = 'METRO'): Transaction => ({
  terminal: 'T1',
  counter,
  at: NOON / 1000 + counter,
  programme,
  action: 'spend',
  amount,
});
const isoOf = (ms: number) => new Date(ms).toISOString();
const backupIds = async () =>
  (await must(kit.images.backups({ tokenId: CARD }))).backups.map((backup) => backup.backupId);

test('a side has all that the ledger knows, and the same question gets the same image', async () => {
  await kit.post(CARD, [spend(1, -340)]);
  const made = await must(kit.side(CARD, first));
  expect(balanceOf(made.image, 'METRO')).toBe(START.METRO - 340);
  expect(made).toMatchObject({ chosen: { why: 'latest-verified', transactionsAdded: 1 }, reserve: [] });
  kit.clock.now += 60_000;
  expect(await must(kit.side(CARD, first))).toEqual(made);
  await kit.post(CARD, [spend(2, -1)]);
  expect(balanceOf((await must(kit.side(CARD, first))).image, 'METRO')).toBe(START.METRO - 341);
});

test('a side is no backup, and an update after it has a higher sequence and the same balance', async () => {
  await kit.post(CARD, [spend(1, -340)]);
  const made = await must(kit.side(CARD, first));
  await must(kit.images.confirm({ tokenId: CARD, digest: made.digest }));
  const { offers } = await must(kit.images.offers({ tokenId: CARD, reportedAt: null }));
  expect(offers.map((offer) => offer.sequence)).toEqual([1]);
  expect(await kit.missing(CARD, first)).toBe(1);
  const update = await must(kit.update(CARD, first));
  expect(update).toMatchObject({ sequence: 3, chosen: { sequence: 1, why: 'latest-verified' } });
  expect(contentOf(made.image).sequence).toBe(2);
  expect(balanceOf(update.image, 'METRO')).toBe(START.METRO - 340);
});

test('the reserve is held back as adjustments, at most the balance, and from no ledger', async () => {
  const reserve = [
    { programme: 'METRO', amount: 500 },
    { programme: 'HARBOUR', amount: 9_999 },
    { programme: 'NOWHERE', amount: 5 },
    { programme: 'CAFE', amount: 5 },
  ];
  const made = await must(kit.side(CARD, null, { reserve }));
  expect([balanceOf(made.image, 'METRO'), balanceOf(made.image, 'HARBOUR')]).toEqual([1340, 0]);
  expect(made.reserve.map(({ programme, amount }) => [programme, amount])).toEqual([
    ['METRO', 500],
    ['HARBOUR', START.HARBOUR],
  ]);
  const held = made.reserve.map(({ transaction }) => transaction);
  expect(contentOf(made.image).transactions).toEqual(held);
  expect(held.map(({ terminal, action, amount }) => [terminal, action, amount])).toEqual([
    ['RESERVE', 'adjust', -500],
    ['RESERVE', 'adjust', -START.HARBOUR],
  ]);
  expect(new Set(held.map((t) => t.counter)).size).toBe(2);
  expect((await must(kit.side(CARD, null, { reserve }))).reserve).toEqual(made.reserve);
  expect((await must(kit.images.transactions({ tokenId: CARD }))).transactions).toEqual([]);
  expect(balanceOf((await must(kit.update(CARD, first))).image, 'METRO')).toBe(START.METRO);
});

test('a device that is not there gets the backup that staff chose, or the last one before its report', async () => {
  await kit.post(CARD, [spend(1, -100)]);
  kit.clock.now += 60_000;
  const second = await must(kit.update(CARD, first));
  await must(kit.images.confirm({ tokenId: CARD, digest: second.digest }));
  const reportedAt = isoOf(NOON + 30_000);
  const early = await must(kit.side(CARD, null, { reportedAt }));
  expect(early.chosen).toMatchObject({ sequence: 1, why: 'latest-verified', transactionsAdded: 1 });
  expect(balanceOf(early.image, 'METRO')).toBe(START.METRO - 100);
  expect((await must(kit.side(CARD, null))).chosen.sequence).toBe(2);
  const [late, issued] = await backupIds().then((ids) => [ids.find((id) => id.includes('-2-')), ids.at(-1)]);
  const chosen = await must(kit.side(CARD, null, { backupId: issued ?? '', reportedAt }));
  expect(chosen.chosen).toMatchObject({ backupId: issued, why: 'chosen' });
  for (const over of [{ backupId: late ?? '', reportedAt }, { backupId: 'nothing' }])
    expect(await kit.side(CARD, null, over)).toMatchObject({ failure: { code: 'action-not-possible' } });
});

test('an image that is not known and one that does not fit make no side', async () => {
  const unknown = await kit.side(CARD, null, { digest: '0'.repeat(64) });
  expect(unknown).toMatchObject({ failure: { code: 'action-not-possible' } });
  expect(await kit.side(CARD, first, { capacity: 100 })).toMatchObject({
    failure: { code: 'image-too-large' },
  });
});

test('an image that the device carries is taken as it is, though nobody confirmed it', async () => {
  const { image } = await must(kit.update(CARD, first));
  const made = await must(kit.side(CARD, image));
  expect(contentOf(made.image).basedOn).toBe(digest(image));
  expect(made.chosen).toMatchObject({ why: 'latest', verified: false });
});
