import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './world/test.ts';

test('without a printer the customer is told, and takes the receipt as a code', async ({
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 14 });
  await kiosk.offers(card);
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  const status = kiosk.page.getByRole('main').getByRole('status');
  await expect(status).toHaveText('Would you like a receipt?');
  await kiosk.button('Print it').click();
  await expect(status).toHaveText('The printer is not ready');
  await expect(kiosk.page.getByText('Scan a code instead, or ask staff.')).toBeVisible();

  await kiosk.button('Scan a code').click();
  await expect(kiosk.page.getByRole('img', { name: 'Point your phone’s camera here' })).toBeVisible();
  await expect(kiosk.page.getByText('The code holds the whole receipt.')).toBeVisible();
  await kiosk.button('Back').click();

  await card.ask({ do: 'remove' });
  await kiosk.shows('done', 'Thank you. See you soon');
  await kiosk.button('No receipt').click();
  await kiosk.shows('attract');
});

test('at the desk the receipt is saved as a PDF, named by instant and visit', async ({
  branch,
  host,
  makeCard,
}) => {
  const desk = { id: 'harbour-square-1', branch: 'Harbour Square', mode: 'desk' } as const;
  const kiosk = await branch.kiosk({ config: { kiosk: desk }, window: '1280x800' });
  const card = await makeCard({ requested: 'both', earned: 15 });
  await kiosk.offers(card);
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await kiosk.button('Save it').click();
  await expect(kiosk.page.getByRole('main').getByRole('status')).toHaveText('The receipt is saved');

  await host.hears(card.tokenId, 'updated');
  const [visit] = await host.visits(card.tokenId);
  const folder = path.join(branch.kioskData, 'receipts');
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(new RegExp(`^\\d{8}T\\d{6}-${visit?.visitId.slice(0, 8)}\\.pdf$`));
  await expect(kiosk.page.getByText(name ?? '')).toBeVisible();
  const pdf = readFileSync(path.join(folder, name ?? ''));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-6).toString().trim()).toBe('%%EOF');
  expect(pdf.length).toBeGreaterThan(2000);
});
