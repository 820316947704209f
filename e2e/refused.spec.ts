import { expect, test } from './world/test.ts';

/** assets/demo has a card for each refusal that needs none but the host's own knowledge. */
const BY_THE_HOST = [
  ['token-unknown', 'card-from-elsewhere', 'We don’t know this card yet'],
  ['hotlisted', 'olga-petrenko', 'This card was reported lost'],
  ['expired', 'peter-novak', 'This card has run out'],
  ['not-yet-valid', 'aisha-okafor', 'This card starts later'],
  ['superseded', 'fatima-zahra', 'You have a newer card'],
  ['quota-used', 'henrik-lund', 'No more updates for today'],
] as const;

for (const [reason, id, title] of BY_THE_HOST)
  test(`a card that is refused as ${reason} is told so, and nothing is written`, async ({
    branch,
    host,
    kiosk,
  }) => {
    const card = await branch.demoCard(id);
    await card.ask({ do: 'insert' });
    await kiosk.shows('refused', title);
    await kiosk.logged('decided', { decision: 'refuse', reason });
    await expect(kiosk.page.getByText(/^For staff: [0-9A-Za-z-]{4,}$/)).toBeVisible();
    expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(0);

    if (reason !== 'token-unknown') {
      await host.hears(card.tokenId, 'refused', ...(reason === 'quota-used' ? (['updated'] as const) : []));
      const [visit] = await host.visits(card.tokenId);
      await expect(kiosk.page.getByText(`For staff: ${visit?.reference}`)).toBeVisible();
    }
  });
