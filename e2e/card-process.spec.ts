import { cardProcessOf } from './world/processes.ts';
import { expect, test } from './world/test.ts';

for (const [how, signal] of [
  ['dies', 'SIGKILL'],
  ['hangs', 'SIGSTOP'],
] as const)
  test(`a card process that ${how} in mid-write is replaced, and the write completed without a hand`, async ({
    host,
    kiosk,
    makeCard,
  }) => {
    const card = await makeCard({ requested: 'both', earned: 12 });
    await kiosk.offers(card);
    await card.ask({ do: 'arm', fault: { type: 'delay', ms: 500, times: 100 } });
    await kiosk.accept();
    await expect.poll(async () => (await card.ask({ do: 'status' })).counters.pageWrites).toBeGreaterThan(0);
    const cardProcess = cardProcessOf(kiosk.app.process.pid ?? 0);
    process.kill(cardProcess, signal);
    await card.ask({ do: 'disarm' });
    await kiosk.shows('done', 'Done. Take your card');
    expect(kiosk.states()).toEqual([
      'reading',
      'deciding',
      'offer',
      'writing',
      'removed',
      'reading',
      'writing',
      'done',
    ]);
    expect(cardProcessOf(kiosk.app.process.pid ?? 0)).not.toBe(cardProcess);
    await host.hears(card.tokenId, 'updated');
    expect(await card.ask({ do: 'status' })).toMatchObject({
      imageSequence: 4,
      indicator: { state: 'clear' },
    });
  });
