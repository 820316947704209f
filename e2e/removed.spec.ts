import { expect, test } from './world/test.ts';

test('a card that is taken while it is read leaves the kiosk ready for the next', async ({
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both' });
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 60_000, nth: 2 } });
  await card.ask({ do: 'insert' });
  await kiosk.shows('reading', 'Reading your card');
  await card.ask({ do: 'remove' });
  await kiosk.shows('attract');
});

test('a card that is taken while the host decides has a visit that was interrupted', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ known: 'by-cells' });
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 60_000, nth: 5 } });
  await card.ask({ do: 'insert' });
  await kiosk.shows('deciding', 'Keeping a copy of your card');
  await card.ask({ do: 'remove' });
  await kiosk.shows('attract');
  await host.hears(card.tokenId, 'interrupted');
});

for (const leave of ['old', 'new', 'garbage'] as const)
  test(`a card that is torn in mid-write, its page left ${leave}, is put back and completed by itself`, async ({
    host,
    kiosk,
    makeCard,
  }) => {
    const card = await makeCard({ requested: 'both', earned: 77 });
    await kiosk.offers(card);
    await card.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth: 140, leave } });
    await kiosk.accept();
    await kiosk.shows('removed', 'Put the same card back');
    const torn = await card.ask({ do: 'status' });
    expect(torn).toMatchObject({ present: false, imageSequence: 3, indicator: { state: 'requested' } });

    await card.ask({ do: 'insert' });
    await kiosk.shows('done', 'Done. Take your card');
    await host.hears(card.tokenId, 'updated');
    expect(await card.ask({ do: 'status' })).toMatchObject({
      imageSequence: 4,
      indicator: { state: 'clear' },
    });
  });

/** At which of the commit record's 68 bytes, what its page then holds, and which image the card then carries. */
const AT_THE_COMMIT = [
  ['before its commit', 1, 'old', 3],
  ['in its commit record', 30, 'garbage', 3],
  ['after its commit, before it could say so', 68, 'new', 4],
] as const;

for (const [when, nth, leave, imageSequence] of AT_THE_COMMIT)
  test(`a card that is torn ${when} is put back and completed by itself`, async ({
    host,
    kiosk,
    makeCard,
  }) => {
    const card = await makeCard({ requested: 'both', earned: 78 });
    await kiosk.offers(card);
    // once the slot is read back, the next byte that is written is the commit record's
    await card.ask({ do: 'arm', fault: { type: 'delay', ms: 300, times: 100 } });
    await kiosk.accept();
    await kiosk.shows('verifying');
    await card.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth, leave } });
    await kiosk.shows('removed', 'Put the same card back');
    expect(await card.ask({ do: 'disarm' })).toMatchObject({ present: false, imageSequence });

    await card.ask({ do: 'insert' });
    await kiosk.shows('done', 'Done. Take your card');
    await host.hears(card.tokenId, 'updated');
    expect(await card.ask({ do: 'status' })).toMatchObject({
      imageSequence: 4,
      indicator: { state: 'clear' },
    });
  });

test('another card in place of the one that was pulled is told apart, and stays untouched', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 79 });
  const other = await makeCard({ requested: 'both', earned: 80 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth: 40, leave: 'garbage' } });
  await kiosk.accept();
  await kiosk.shows('removed');

  await other.ask({ do: 'insert' });
  await kiosk.shows('removed', 'That is another card');
  const { counters } = await other.ask({ do: 'remove' });
  expect(counters.pageWrites).toBe(0);
  await kiosk.readerIsEmpty();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
});

test('a card that is put back at once, before anybody sees that it was gone, is completed', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 81 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 300, times: 100 } });
  await kiosk.accept();
  await kiosk.shows('restoring');
  await card.ask({ do: 'remove' });
  await card.ask({ do: 'disarm' });
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
});

for (const [how, moves] of [
  ['stays on the reader', false],
  ['is put back', true],
] as const)
  test(`after the kiosk lost power in mid-write, the card that ${how} is completed by its next start`, async ({
    branch,
    host,
    kiosk,
    makeCard,
  }) => {
    const card = await makeCard({ requested: 'both', earned: 82 });
    await kiosk.offers(card);
    await card.ask({ do: 'arm', fault: { type: 'delay', ms: 250, times: 100 } });
    await kiosk.accept();
    await expect.poll(async () => (await card.ask({ do: 'status' })).counters.pageWrites).toBeGreaterThan(0);
    await kiosk.app.kill();
    await card.ask({ do: 'disarm' });
    expect((await card.ask({ do: 'status' })).imageSequence).toBe(3);
    if (moves) await card.ask({ do: 'remove' });

    const again = await branch.kiosk();
    if (moves) {
      // Any other kiosk could finish it now.
      await host.hears(card.tokenId, 'interrupted');
      await card.ask({ do: 'insert' });
    }
    await again.shows('done', 'Done. Take your card');
    expect(again.states()).toEqual(['reading', 'writing', 'done']);
    await host.hears(card.tokenId, 'updated');
    expect(await card.ask({ do: 'status' })).toMatchObject({
      imageSequence: 4,
      indicator: { state: 'clear' },
    });
  });
