import { expect, test } from '@playwright/test';
import { Gallery } from './gallery/gallery.ts';
import { timeToLight } from './gallery/in-page.ts';

// Apart from the gallery's other tests: these two look at moments, and want the machine for themselves.
let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await Gallery.open();
});
test.afterAll(() => gallery.close());

test('a new screen takes the focus to its sentence and is announced', async () => {
  await gallery.view('portrait');
  await gallery.show('reading', { next: 'offer' });
  const spoken = gallery.page.locator('[aria-live=polite]');
  await expect(spoken).toHaveText(/Reading your card/);
  await expect(spoken).toHaveText(/We found newer data/);
  await expect(gallery.page.locator('h1')).toBeFocused();
});

test('light spreads from the card within 100 ms of a presentation', async () => {
  await gallery.view('portrait');
  await gallery.show('attract', { next: 'reading' });
  expect(await gallery.page.evaluate(timeToLight)).toBeLessThan(100);
});
