import { afterEach, beforeEach, expect, test } from 'vitest';
import { BackupOfferSchema } from '../../shared/contract/transfer.ts';
import { signImage } from '../../shared/image/envelope.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { CARD, type DevicesKit, devicesKit, digest, must, PHONE, START } from '../testing/devices.ts';
import { contentOf, NOON, SIGNER, STRANGER, TRUSTED } from '../testing/kit.ts';
import { publicKeyOf } from './keys.ts';
import { localImageService } from './local.ts';

let store: Store;
let kit: DevicesKit;
let card = '';
beforeEach(async () => {
  store = await openSqlite(':memory:');
  kit = devicesKit(store);
  card = (await kit.issue(CARD)).image;
});
afterEach(() => store.close());

const offersOf = async (tokenId: string, reportedAt: string | null = null, images = kit.images) => {
  const { offers } = await must(images.offers({ tokenId, reportedAt }));
  return offers.map((offer) => BackupOfferSchema.parse(offer));
};
const spend = (counter: number) => ({
  terminal: 'T1',
  counter,
  at: NOON / 1000,
  programme: 'METRO',
  action: 'spend' as const,
  amount: -10,
});
/** An update a minute later, written and confirmed. */
async function updated(carried: string): Promise<string> {
  kit.clock.now += 60_000;
  const { image } = await must(kit.update(CARD, carried));
  await must(kit.images.confirm({ tokenId: CARD, digest: digest(image) }));
  return image;
}

test('every backup is offered, the newest first, with what it holds and what would be added', async () => {
  await kit.post(CARD, [spend(1)]);
  const second = await updated(card);
  await kit.post(CARD, [spend(2)]);
  await must(kit.update(CARD, second));
  const offers = await offersOf(CARD);
  expect(offers).toMatchObject([
    {
      sequence: 2,
      origin: 'composed',
      verified: true,
      transactionsToAdd: 1,
      suggested: true,
      reasons: ['latest', 'read-back', 'signed'],
      blocked: null,
    },
    {
      sequence: 1,
      origin: 'issued',
      transactionsToAdd: 2,
      suggested: false,
      reasons: ['read-back', 'signed', 'issued'],
    },
  ]);
  expect(offers[0]?.content).toEqual([
    { programme: 'CAFE', view: { kind: 'coupons', count: 0, uses: 0, titles: [] } },
    { programme: 'HARBOUR', view: { kind: 'points', balance: START.HARBOUR, label: null } },
    { programme: 'METRO', view: { kind: 'purse', balance: START.METRO - 10, currency: 'EUR' } },
  ]);
});

test('what was made after the report is shown and blocked, and the last one before it is suggested', async () => {
  await updated(await updated(card));
  for (const [seconds, suggested, blocked] of [
    [60, 2, [3]],
    [59.999, 1, [3, 2]],
    [0, 1, [3, 2]],
    [-1, undefined, [3, 2, 1]],
  ] as const) {
    const offers = await offersOf(CARD, new Date(NOON + seconds * 1000).toISOString());
    expect(offers.filter((o) => o.suggested).map((o) => o.sequence)).toEqual(
      suggested === undefined ? [] : [suggested],
    );
    expect(offers.filter((o) => o.blocked === 'after-report').map((o) => o.sequence)).toEqual(blocked);
    const last = offers.find((offer) => offer.suggested);
    if (last !== undefined) expect(last.reasons).toContain('last-before-report');
  }
  expect((await offersOf(CARD))[0]?.reasons).toContain('nothing-since');
});

test('an image whose key is not trusted any more is blocked, and never suggested', async () => {
  const strange = Buffer.from(signImage({ ...contentOf(card), sequence: 9 }, STRANGER)).toString('base64');
  const keys = new Map([...TRUSTED, [STRANGER.keyId, publicKeyOf(STRANGER)]]);
  const once = localImageService({ store, signer: SIGNER, trusted: keys, now: () => kit.clock.now });
  await must(once.record({ tokenId: CARD, image: strange, recordedBy: 'desk', verified: true }));
  expect((await offersOf(CARD, null, once))[0]).toMatchObject({
    sequence: 9,
    origin: 'recorded',
    suggested: true,
  });
  const [blocked, suggested] = await offersOf(CARD);
  expect(blocked).toMatchObject({
    sequence: 9,
    blocked: 'untrusted',
    content: [],
    reasons: ['latest', 'read-back'],
  });
  expect(suggested).toMatchObject({ sequence: 1, suggested: true });
  expect((await must(kit.side(CARD, null))).chosen.sequence).toBe(1);
});

test('of a device that another one’s content went to, only what is since then is offered', async () => {
  const own = (await kit.issue(PHONE)).image;
  const first = { tokenId: CARD, digest: (await must(kit.side(CARD, card))).digest };
  const made = await must(kit.transfer({ target: kit.target(PHONE, own), first }));
  expect((await offersOf(PHONE)).map((offer) => offer.origin)).toEqual(['issued']);
  await must(kit.images.confirm({ tokenId: PHONE, digest: made.digest }));
  expect(await offersOf(PHONE)).toMatchObject([{ origin: 'transferred', sequence: 2, suggested: true }]);
});
