import { expect, test } from './world/test.ts';

test('in Arabic the offer runs from right to left, amounts and all', async ({ kiosk, makeCard }) => {
  const { page } = kiosk;
  await kiosk.button('العربية').click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  const card = await makeCard({ requested: 'both', earned: 33 });
  await kiosk.offers(card);
  await expect(kiosk.title).not.toHaveText('We found newer data for your card');
  await expect(kiosk.title).toHaveText(/\p{Script=Arabic}/u);
  await expect(kiosk.title).toHaveCSS('direction', 'rtl');
  await expect(page.getByRole('main')).toContainText('533');
  await card.ask({ do: 'remove' });
  await kiosk.shows('attract');
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr', { timeout: 15_000 });
});

test('contrast and larger text last for one visit', async ({ kiosk, makeCard }) => {
  const { page } = kiosk;
  const card = await makeCard();
  await card.ask({ do: 'insert' });
  await kiosk.shows('done', 'All up to date. Take your card');
  const size = () => page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)");
  const usual = Number(await size());
  await kiosk.button(/^Larger text/).click();
  await kiosk.button(/^Larger text Text size 115 %/).waitFor();
  await expect.poll(size).toBeGreaterThan(usual);
  const root = page.locator('html');
  await kiosk.button(/^Contrast/).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await kiosk.button(/^Contrast/).click();
  await expect(root).toHaveAttribute('data-theme', 'contrast');

  await card.ask({ do: 'remove' });
  await kiosk.shows('attract');
  await expect(root).toHaveAttribute('data-theme', 'light', { timeout: 15_000 });
  await kiosk.button(/^Larger text Text size 100 %/).waitFor();
});
