import { beforeEach, expect, test } from 'vitest';
import { encodeImage } from '../../shared/image/codec.ts';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { onBothDatabases } from '../store/testing/stores.ts';
import {
  balanceOf,
  CARD,
  type DevicesKit,
  devicesKit,
  digest,
  must,
  PHONE,
  START,
} from '../testing/devices.ts';
import { contentOf, NOON } from '../testing/kit.ts';
import { contentOf as shareable } from './making.ts';

onBothDatabases('transfers', (databases) => {
  let kit: DevicesKit;
  let card = '';
  beforeEach(async () => {
    kit = devicesKit(await databases.open());
    card = (await kit.issue(CARD)).image;
  });

  const spend = (counter: number, amount: number, terminal = 'T1'): Transaction => ({
    terminal,
    counter,
    at: NOON / 1000 + counter,
    programme: 'METRO',
    action: 'spend',
    amount,
  });
  const cents = (signed: string) => balanceOf(signed, 'METRO');
  const sideOf = async (
    tokenId: string,
    carried: string | null,
    reserve: { programme: string; amount: number }[] = [],
  ) => {
    const made = await must(kit.side(tokenId, carried, { reserve }));
    return { ...made, named: { tokenId, digest: made.digest } };
  };
  const ledgerOf = async (tokenId: string) =>
    (await must(kit.images.transactions({ tokenId }))).transactions.map((t) => [
      t.terminal,
      t.counter,
      t.includedSequence,
    ]);
  const confirm = (tokenId: string, signed: string) =>
    must(kit.images.confirm({ tokenId, digest: digest(signed) }));
  /** Replaces what the phone carries by what the card has. */
  async function toPhone(carried: string | null, signed = card) {
    const { named } = await sideOf(CARD, signed);
    const made = await must(kit.transfer({ target: kit.target(PHONE, carried), first: named }));
    await confirm(PHONE, made.image);
    return made.image;
  }

  test('the target gets the first device’s content to the letter, under its own name', async () => {
    await kit.post(CARD, [spend(1, -340)]);
    const first = await sideOf(CARD, card);
    const ask = {
      jobId: '00000000-0000-4000-8000-000000000001',
      target: kit.target(PHONE, null),
      first: first.named,
    };
    const made = await must(kit.transfer(ask));
    const image = contentOf(made.image);
    expect(shareable(image)).toEqual(shareable(contentOf(first.image)));
    expect(image).toMatchObject({ tokenId: PHONE, sequence: 1, source: 'migrated', basedOn: first.digest });
    expect(made).toMatchObject({
      sequence: 1,
      currentImage: null,
      chosen: { why: 'transferred', transactionsAdded: 1 },
    });
    kit.clock.now += 60_000;
    expect(await must(kit.transfer(ask))).toEqual(made);
    const after = { ...ask, target: { ...ask.target, afterSequence: 7 } };
    expect((await must(kit.transfer(after))).sequence).toBe(8);
  });

  test('an image that is never written leaves no trace in the target’s ledger', async () => {
    const phone = await toPhone(null);
    await kit.post(CARD, [spend(1, -340)]);
    const { named } = await sideOf(CARD, card);
    const ledger = await ledgerOf(PHONE);
    await must(kit.transfer({ target: kit.target(PHONE, phone), first: named }));
    expect(await ledgerOf(PHONE)).toEqual(ledger);
    const update = await must(kit.update(PHONE, phone));
    expect([cents(update.image), update.sequence]).toEqual([START.METRO, 3]);
  });

  test('what came along is not applied again when a terminal posts it late', async () => {
    await kit.post(CARD, [spend(1, -340)]);
    const phone = await toPhone(null);
    await kit.post(PHONE, [spend(1, -340), spend(2, -10)]);
    expect(await kit.missing(PHONE, phone)).toBe(1);
    expect(cents((await must(kit.update(PHONE, phone))).image)).toBe(START.METRO - 350);
  });

  test('what a shared device spent meanwhile is not lost by a synchronization, and waits for the update', async () => {
    const phone = await toPhone(null);
    await kit.post(PHONE, [spend(5, -7, 'T5')]);
    const updated = (await must(kit.update(PHONE, phone))).image;
    await confirm(PHONE, updated);
    kit.clock.now += 60_000;
    const again = await toPhone(updated);
    expect(cents(again)).toBe(START.METRO);
    expect(await kit.missing(PHONE, again)).toBe(1);
    // An image from before the transfer is no beginning: the ledger has moved on from it.
    const asOf = new Date(kit.clock.now - 1000).toISOString();
    const restored = await kit.update(PHONE, again, { criteria: { asOf } });
    expect(restored).toMatchObject({ failure: { code: 'action-not-possible' } });
    expect(cents((await must(kit.update(PHONE, again))).image)).toBe(START.METRO - 7);
  });

  test('a coupon that was redeemed on a shared device stays redeemed', async () => {
    const about = { terminal: 'T7', programme: 'CAFE', item: 'C1', at: NOON / 1000 } as const;
    const usesOf = (signed: string) =>
      contentOf(signed).cells.flatMap((cell) =>
        cell.kind === 'coupons' ? cell.payload.coupons.map((coupon) => coupon.usesLeft) : [],
      );
    await kit.post(CARD, [{ ...about, counter: 1, action: 'issue', amount: 1 }]);
    const phone = await toPhone(null);
    await kit.post(PHONE, [{ ...about, counter: 2, action: 'redeem', amount: -1 }]);
    const updated = (await must(kit.update(PHONE, phone))).image;
    expect([usesOf(phone), usesOf(updated)]).toEqual([[1], [0]]);
    await confirm(PHONE, updated);
    const again = await toPhone(updated);
    expect(usesOf(again)).toEqual([1]);
    expect(usesOf((await must(kit.update(PHONE, again))).image)).toEqual([0]);
  });

  test('what a device of its own included goes with the content that is replaced, and never comes back', async () => {
    const own = await kit.issue(PHONE, { transactions: [spend(5, -7, 'T5')] });
    await kit.post(PHONE, [spend(6, -9, 'T5')]);
    const phone = await toPhone(own.image);
    expect(await kit.missing(PHONE, phone)).toBe(1);
    const updated = await must(kit.update(PHONE, phone));
    expect(cents(updated.image)).toBe(START.METRO - 9);
    await confirm(PHONE, updated.image);
    const again = await toPhone(updated.image);
    expect(cents((await must(kit.update(PHONE, again))).image)).toBe(START.METRO - 9);
  });

  test('a replacement carries its reserve into the new ledger, and a release gives back exactly that', async () => {
    const first = await sideOf(CARD, null, [{ programme: 'METRO', amount: 500 }]);
    const made = await must(kit.transfer({ target: kit.target(PHONE, null), first: first.named }));
    await confirm(PHONE, made.image);
    expect(cents(made.image)).toBe(1340);
    const held = first.reserve.map(({ transaction }) => transaction);
    expect(await ledgerOf(PHONE)).toEqual(held.map((t) => ['RESERVE', t.counter, 1]));
    await kit.post(
      PHONE,
      held.map((t) => ({ ...t, terminal: 'RELEASE', amount: -t.amount })),
    );
    expect(cents((await must(kit.update(PHONE, made.image))).image)).toBe(START.METRO);
  });

  test('a merge waits for what a person has to settle, and what they leave out stays out', async () => {
    const phone = (await kit.issue(PHONE)).image;
    await kit.post(CARD, [spend(1, -340)]);
    await kit.post(PHONE, [spend(1, -4)]);
    const [first, second] = [await sideOf(CARD, card), await sideOf(PHONE, phone)];
    const merge = { target: kit.target(CARD, card), first: first.named, second: second.named };
    expect(await kit.transfer(merge)).toMatchObject({
      failure: { code: 'action-not-possible', detail: expect.stringContaining('transaction T1 1') },
    });
    const settlements = { 'transaction T1 1': 'keep-second' } as const;
    const made = await must(kit.transfer({ ...merge, settlements }));
    expect(contentOf(made.image)).toMatchObject({ source: 'merged', tokenId: CARD });
    expect(cents(made.image)).toBe(START.METRO - 4);
    await confirm(CARD, made.image);
    expect(await kit.missing(CARD, made.image)).toBe(0);
    expect(cents((await must(kit.update(CARD, made.image))).image)).toBe(START.METRO - 4);
  });

  test('a balance that a person chose is not changed by what belonged to the other one', async () => {
    const cells = [
      {
        programme: 'METRO',
        owner: 'Metro',
        kind: 'purse',
        version: 1,
        payload: { balance: 50, currency: 'EUR' },
      },
    ] as const;
    const phone = (await kit.issue(PHONE, { cells: [...cells] })).image;
    await kit.post(PHONE, [spend(1, -4)]);
    const [first, second] = [await sideOf(CARD, card), await sideOf(PHONE, phone)];
    const merge = {
      first: first.named,
      second: second.named,
      settlements: { 'cell METRO 2': 'keep-first' },
    } as const;
    const made = await must(kit.transfer({ ...merge, target: kit.target(PHONE, phone) }));
    await confirm(PHONE, made.image);
    expect(cents(made.image)).toBe(START.METRO);
    expect(await ledgerOf(PHONE)).toEqual([['T1', 1, 0]]);
    const again = await toPhone(made.image);
    expect(cents((await must(kit.update(PHONE, again))).image)).toBe(START.METRO);
  });

  test('what does not fit the slot is refused, and what is not kept here cannot be written', async () => {
    const { named } = await sideOf(CARD, card);
    const target = { ...kit.target(PHONE, null), slotSize: 200 };
    expect(await kit.transfer({ target, first: named })).toMatchObject({
      failure: { code: 'image-too-large' },
    });
    const unknown = { tokenId: CARD, digest: '0'.repeat(64) };
    const asked = await kit.transfer({ target: kit.target(PHONE, null), first: unknown });
    expect(asked).toMatchObject({ failure: { code: 'action-not-possible' } });
  });

  test('a side that fills the capacity is not cut on its way to the target', async () => {
    await kit.post(
      CARD,
      Array.from({ length: 30 }, (_, n) => spend(n + 1, -1)),
    );
    for (let capacity = 420; capacity < 460; capacity += 1) {
      const side = await must(kit.side(CARD, card, { capacity }));
      const first = { tokenId: CARD, digest: side.digest };
      const target = { ...kit.target(PHONE, null), slotSize: capacity + 94, afterSequence: 0xffff_0000 };
      const made = await must(kit.transfer({ target, first, capacity, rules: DEFAULT_RULES }));
      const [before, after] = [contentOf(side.image), contentOf(made.image)];
      expect(before.transactions.length).toBeLessThan(30);
      expect(shareable(after)).toEqual(shareable(before));
      expect(encodeImage(after).length).toBeLessThanOrEqual(capacity);
    }
  });
});
