import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Gallery } from './gallery/gallery.ts';
import { findMisplaced } from './gallery/in-page.ts';

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await Gallery.open();
});
test.beforeEach(() => gallery.view('desk'));
test.afterAll(() => gallery.close());

const DESK = { mode: 'desk', staff: '1' } as const;

/** Presses `keys` one after the other and gives what the screen asked main for after the last. */
async function askedBy(...keys: readonly string[]): Promise<unknown> {
  const last = keys.at(-1) ?? '';
  for (const key of keys.slice(0, -1)) await gallery.page.keyboard.press(key);
  const said = gallery.page.waitForEvent('console', (message) => message.text().startsWith('job '));
  await gallery.page.keyboard.press(last);
  return JSON.parse((await said).text().slice('job '.length));
}

test('at a desk the keys 1, 2 and 3 begin the three jobs', async () => {
  await gallery.show('attract', DESK);
  for (const [key, job] of [
    ['1', 'synchronize'],
    ['2', 'replace'],
    ['3', 'merge'],
  ] as const) {
    expect(await askedBy(key)).toEqual({ type: 'start', job });
  }
});

test('a customer can move or merge without staff, but not replace', async () => {
  await gallery.view('portrait');
  await gallery.show('attract');
  const ways = gallery.page.getByRole('navigation', { name: 'What else you can do here' });
  await expect(ways.getByRole('button')).toHaveText(['Move to another card or phone', 'Bring two together']);
});

test('who works at the desk is in the bar, and signing in asks for the PIN', async () => {
  const { page } = gallery;
  await gallery.show('attract', DESK);
  await expect(page.getByRole('banner').getByText('Jonas Brandt')).toBeVisible();
  await gallery.show('attract', { mode: 'desk' });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.keyboard.type('2468');
  await page.keyboard.press('Enter');
  await expect(page.getByText('That PIN does not match')).toBeVisible();
});

test('a printed number is searched without its blanks', async () => {
  const { page } = gallery;
  await gallery.show('find', DESK);
  await page.getByRole('radio', { name: 'Printed number' }).check();
  await page.getByRole('textbox', { name: 'Sixteen digits' }).fill(' 5311 8890 2000 4417 ');
  expect(await askedBy('Enter')).toEqual({ type: 'search', by: 'number', value: '5311889020004417' });
});

test('a token is reported only once it is chosen and it is said what happened', async () => {
  const { page } = gallery;
  await gallery.show('find-found', DESK);
  const go = page.getByRole('button', { name: 'Say so and choose a copy' });
  await expect(go).toBeDisabled();
  await page.getByRole('radio', { name: /Card ending 4417/ }).check();
  await expect(go).toBeDisabled();
  await page.getByRole('radio', { name: 'Damaged', exact: true }).check();
  await expect(page.getByText('It works on until the new one has taken over')).toBeVisible();
  await page.getByRole('radio', { name: 'Stolen', exact: true }).check();
  await expect(page.getByText('It stops working everywhere at once')).toBeVisible();
  expect(await askedBy('Control+Enter')).toEqual({
    type: 'report',
    tokenId: '5311889020004417',
    report: 'stolen',
  });
});

test('arrows choose among the copies, and never one that is blocked', async () => {
  const { page } = gallery;
  await gallery.show('backups', DESK);
  await expect(page.getByRole('radio', { name: /Suggested/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /Cannot be chosen/ })).toBeDisabled();
  expect(await askedBy('ArrowUp', 'ArrowUp', 'Control+Enter')).toEqual({
    type: 'choose-backup',
    backupId: 'b-18',
  });
  expect(await askedBy('ArrowDown', 'ArrowDown', 'Control+Enter')).toEqual({
    type: 'choose-backup',
    backupId: 'b-12',
  });
});

test('backups that could not be asked for are asked for again', async () => {
  await gallery.show('backups-failed', DESK);
  await expect(gallery.page.getByText('The host does not answer')).toBeVisible();
  expect(await askedBy('Control+Enter')).toEqual({ type: 'again' });
});

test('keys settle the conflict that is marked, and both are kept only where that is offered', async () => {
  const { page } = gallery;
  await gallery.show('compare-open', DESK);
  await expect(page.locator('.question.current')).toContainText('GYM');
  expect(await askedBy('2')).toEqual({ type: 'settle', id: 'cell ZGYM 9', choice: 'keep-second' });
  await gallery.show('attract', DESK);
  await gallery.show('compare-open', DESK);
  await page.keyboard.press('3');
  expect(await askedBy('ArrowDown', '3')).toEqual({
    type: 'settle',
    id: 'transaction TILL7 3391',
    choice: 'keep-both',
  });
});

test('U and Ctrl+Z take the last choice back, Escape cancels', async () => {
  await gallery.show('compare-open', DESK);
  expect(await askedBy('u')).toEqual({ type: 'undo' });
  expect(await askedBy('Control+z')).toEqual({ type: 'undo' });
  expect(await askedBy('Escape')).toEqual({ type: 'cancel' });
});

test('nothing is written while anything is open, and the button says how much is', async () => {
  const { page } = gallery;
  await gallery.show('compare-open', DESK);
  await expect(page.getByRole('button', { name: 'Settle 2 more to write' })).toBeDisabled();
  const asked: string[] = [];
  page.on('console', (message) => asked.push(message.text()));
  await page.keyboard.press('Control+Enter');
  expect(await askedBy('Escape')).toEqual({ type: 'cancel' });
  expect(asked).toEqual(['job {"type":"cancel"}']);
  await gallery.show('compare-merge', DESK);
  expect(await askedBy('Control+Enter')).toEqual({ type: 'confirm' });
});

test('details say what is not taken over, and why', async () => {
  const { page } = gallery;
  await gallery.show('compare-open', DESK);
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('2 entries are not taken over')).toBeVisible();
  await expect(dialog.getByText('has run out')).toBeVisible();
});

test('a customer may see entry by entry what comes together, too', async () => {
  const { page } = gallery;
  await gallery.view('portrait');
  await gallery.show('compare-merge');
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a customer whose devices both hold something is shown the way to bring them together', async () => {
  await gallery.view('portrait');
  await gallery.show('refused-merge-needed');
  expect(await askedBy('Enter')).toEqual({ type: 'start', job: 'merge' });
});

test('what is held back is said before anything is written', async () => {
  await gallery.view('portrait');
  await gallery.show('compare-replace');
  await expect(gallery.page.getByText('€5.00 stays back for now')).toBeVisible();
});

test('before staff sign in no job begins, and each says why', async () => {
  const { page } = gallery;
  await gallery.show('attract', { mode: 'desk' });
  const ways = page.getByRole('navigation', { name: 'What else you can do here' }).getByRole('button');
  for (const way of await ways.all()) {
    await expect(way).toBeDisabled();
    await expect(way).toHaveAccessibleDescription('Sign in first');
  }
  const asked: string[] = [];
  page.on('console', (message) => asked.push(message.text()));
  await page.keyboard.press('1');
  await ways.first().click({ force: true });
  await gallery.show('find', { mode: 'desk' });
  expect(await askedBy('Escape')).toEqual({ type: 'cancel' });
  expect(asked).toEqual(['job {"type":"cancel"}']);
});

test('details name who settled what, and what it was chosen over', async () => {
  await gallery.show('compare-merge', DESK);
  await gallery.page.keyboard.press('d');
  const permit = gallery.page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'PARK' });
  await expect(permit).toContainText('Jonas Brandt chose');
  await expect(permit).toContainText('instead of Parking HV 218 A');
});

test('balances that nothing open touches are shown before all is settled', async () => {
  await gallery.show('compare-open', DESK);
  const row = (name: string) => gallery.page.getByRole('row').filter({ hasText: name });
  await expect(row('Points HARBOUR')).toContainText('1,410');
  await expect(row('Purse WALLET')).toContainText('€18.40 and €9.10');
});

test('the facts name both devices that lie on the readers', async () => {
  await gallery.show('comparing-composing', DESK);
  await expect(gallery.page.getByText('Card ending 4417 and Phone ending 9082')).toBeVisible();
});

test('what cannot be gone on with has a number by which staff find it', async () => {
  await gallery.view('portrait');
  await gallery.show('trouble-card-exchange');
  await expect(gallery.page.getByText('For staff: R-0F6E7C52')).toBeVisible();
});

test('the code of a receipt lies upon nothing at a desk', async () => {
  const { page } = gallery;
  await gallery.show('done-replace', DESK);
  await page.getByRole('button', { name: 'Scan a code' }).click();
  await expect(page.getByRole('img', { name: 'Point your phone’s camera here' })).toBeVisible();
  expect(await page.evaluate(findMisplaced)).toEqual([]);
  await expect(page.getByText('On it now')).toBeHidden();
});

test('staff look up what happened at the desk by its number, and others do not', async () => {
  const { page } = gallery;
  await gallery.show('attract', { mode: 'desk' });
  await expect(page.getByRole('button', { name: 'Records' })).toBeHidden();
  await gallery.show('attract', DESK);
  await page.getByRole('button', { name: 'Records' }).click();
  const rows = page.getByRole('dialog').getByRole('row');
  await expect(rows).toHaveCount(6);
  expect(await page.evaluate(findMisplaced)).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.type('r-77a1');
  await expect(rows.last()).toContainText('Did not take it');
  await expect(rows).toHaveCount(2);
  await page.keyboard.type('zz');
  await expect(page.getByText('Nothing is found by that.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});
