import path from 'node:path';
import type { Pcscd } from '../scripts/pcscd/service.ts';
import { nodeCardProcesses } from '../src/main/reader/card-process/spawn-node.ts';
import { superviseReaders } from '../src/main/reader/supervisor.ts';
import { EventLog } from '../src/main/reader/testing/events.ts';
import { expect, test } from './world/test.ts';

/** Gives a silent card up sooner than a branch would. */
const IMPATIENT = { config: { reader: { timeoutMs: 1500 } } };
const CARD_PROCESS = path.resolve(import.meta.dirname, '../src/main/reader/card-process/entry.ts');

async function killService(pcscd: Pcscd): Promise<void> {
  if (!pcscd.started) throw new Error('This test ends pcscd: stop the one that runs first.');
  await pcscd.kill();
}

/** Status words that a card answers to a write, and the failure that they are. */
const ANSWERS = [
  ['6581', 'token-memory-failed'],
  ['6400', 'token-refused'],
  ['6f00', 'token-refused'],
] as const;

for (const [sw, code] of ANSWERS)
  test(`a card that answers ${sw} to a write keeps its old image, and is completed when it is tried again`, async ({
    host,
    kiosk,
    makeCard,
  }) => {
    const card = await makeCard({ requested: 'both', earned: 9 });
    await kiosk.offers(card);
    await card.ask({ do: 'arm', fault: { type: 'answer', sw, ins: 'd6', times: 20 } });
    await kiosk.accept();
    await kiosk.shows('trouble', 'Put your card on once more');
    await kiosk.logged('step-failed', { step: 'write', code });
    const status = await card.ask({ do: 'disarm' });
    expect(status).toMatchObject({ imageSequence: 3, indicator: { state: 'requested' } });
    await host.hears(card.tokenId, 'interrupted');
    await kiosk.button('Try again').click();
    await kiosk.shows('done', 'Done. Take your card');
    await host.hears(card.tokenId, 'updated');
  });

test('a card that falls silent in mid-write is awaited, and completed when it is put on again', async ({
  branch,
  host,
  makeCard,
}) => {
  const kiosk = await branch.kiosk(IMPATIENT);
  const card = await makeCard({ requested: 'both', earned: 10 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'mute', nth: 5 } });
  await kiosk.accept();
  await kiosk.shows('removed', 'Put the same card back');
  // The kiosk gave the card up before PC/SC did; a card that leaves in between is never seen to leave.
  await kiosk.logged('token-unreadable', { code: 'token-mute' });
  await card.ask({ do: 'disarm' });
  await card.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
});

test('a card that falls silent is given up after the time limit, and served when it is put on again', async ({
  branch,
  makeCard,
}) => {
  const kiosk = await branch.kiosk(IMPATIENT);
  const card = await makeCard();
  await card.ask({ do: 'arm', fault: { type: 'mute', nth: 3 } });
  await card.ask({ do: 'insert' });
  await kiosk.shows('trouble', 'Put your card on once more');
  await kiosk.logged('step-failed', { code: 'token-mute' });
  await kiosk.logged('token-unreadable', { code: 'token-mute' });
  await card.ask({ do: 'disarm' });
  await card.ask({ do: 'remove' });
  await kiosk.readerIsEmpty();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'All up to date. Take your card');
});

test('a reader that another program holds is said to be busy, and used when it is free', async ({
  branch,
  makeCard,
}) => {
  await branch.closeKiosk();
  const other = superviseReaders({ spawnCardProcess: nodeCardProcesses(CARD_PROCESS) });
  const events = new EventLog(other);
  other.start();
  const card = await makeCard();
  await card.ask({ do: 'insert' });
  const { reader } = await events.next('token-present');
  const held = await other.connect(reader);
  expect(held).toMatchObject({ ok: true });

  const kiosk = await branch.kiosk();
  await kiosk.shows('trouble', 'The reader is busy elsewhere');
  await other.stop();
  await kiosk.button('Try again').click();
  await kiosk.shows('done', 'All up to date. Take your card');
});

test('a kiosk whose PC/SC service dies says so, and serves again as soon as the service is back', async ({
  kiosk,
  makeCard,
  pcscd,
}) => {
  await killService(pcscd);
  await kiosk.shows('trouble', 'The card reader is resting');
  await kiosk.button('For staff').click();
  await expect(kiosk.page.getByText('service-unavailable')).toBeVisible();
  await pcscd.start();
  await kiosk.shows('attract');
  const card = await makeCard();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'All up to date. Take your card');
});

test('a write that the PC/SC service dies under is completed when both are back', async ({
  host,
  kiosk,
  makeCard,
  pcscd,
}) => {
  const card = await makeCard({ requested: 'both', earned: 11 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 250, times: 100 } });
  await kiosk.accept();
  await expect.poll(async () => (await card.ask({ do: 'status' })).counters.pageWrites).toBeGreaterThan(0);
  await killService(pcscd);
  await kiosk.shows('removed', 'Put the same card back');
  await card.ask({ do: 'remove' });
  await card.ask({ do: 'disarm' });
  await pcscd.start();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
});
