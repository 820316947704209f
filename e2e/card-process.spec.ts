import type { Card } from './world/cards.ts';
import type { Kiosk } from './world/kiosk.ts';
import { cardProcessOf } from './world/processes.ts';
import { expect, test } from './world/test.ts';

/** Waits until bytes are on the card that were not there before, and ends or stops the process that sends them. */
async function hit(kiosk: Kiosk, card: Card, signal: 'SIGKILL' | 'SIGSTOP'): Promise<number> {
  const written = async () => (await card.ask({ do: 'status' })).counters.pageWrites;
  const before = await written();
  await expect.poll(written).toBeGreaterThan(before);
  const cardProcess = cardProcessOf(kiosk.app.process.pid ?? 0);
  process.kill(cardProcess, signal);
  return cardProcess;
}

test('a card process that dies in mid-write, and the next one that hangs, are replaced, and the write is completed without a hand', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 12 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 400, times: 100 } });
  await kiosk.accept();
  const first = await hit(kiosk, card, 'SIGKILL');
  // Each command takes 400 ms, and reading anew takes a few.
  const writes = () => kiosk.states().filter((state) => state === 'writing');
  await expect.poll(writes, { timeout: 20_000 }).toHaveLength(2);
  const second = await hit(kiosk, card, 'SIGSTOP');
  expect(second).not.toBe(first);
  await card.ask({ do: 'disarm' });
  await kiosk.shows('done', 'Done. Take your card');
  const again = ['removed', 'reading', 'writing'];
  expect(kiosk.states()).toEqual(['reading', 'deciding', 'offer', 'writing', ...again, ...again, 'done']);
  expect(kiosk.log('helper-gone')).toHaveLength(2);
  await host.hears(card.tokenId, 'updated');
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
});
