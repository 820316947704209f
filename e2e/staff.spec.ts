import type { Page } from '@playwright/test';
import { DEMONSTRATION_PIN, kioskStaff } from '../scripts/world/kiosk-config.ts';
import { type TakenCall, takeStaffCalls } from '../scripts/world/staff-calls.ts';
import { launch } from './launch.ts';
import { expect, test } from './world/test.ts';

async function enterPin(page: Page, pin: string): Promise<void> {
  const pad = page.getByRole('dialog', { name: 'Staff only' });
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.getByRole('button', { name: 'Leave' }).click();
}

test('staff leave the kiosk with their PIN, after a wrong one was refused', async ({ kiosk }) => {
  const { page } = kiosk;
  await page.getByRole('button', { name: 'Recard. Press and hold for staff.' }).hover();
  await page.mouse.down();
  await expect(page.getByRole('dialog', { name: 'Staff only' })).toBeVisible();
  await page.mouse.up();
  await enterPin(page, '0000');
  await expect(page.getByText('That PIN does not match. Try it once more.')).toBeVisible();
  expect(kiosk.isRunning).toBe(true);

  await enterPin(page, DEMONSTRATION_PIN);
  await expect.poll(() => kiosk.isRunning).toBe(false);
  expect(kiosk.app.process.exitCode).toBe(0);
});

test('nobody leaves in mid-write: neither staff nor the system end the kiosk before the card is whole', async ({
  host,
  kiosk,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 21 });
  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'delay', ms: 400, times: 200 } });
  await kiosk.accept();
  await kiosk.shows('restoring');
  await kiosk.page.keyboard.press('Control+Shift+Q');
  await enterPin(kiosk.page, DEMONSTRATION_PIN);
  await expect(
    kiosk.page.getByText('A card is being written. Leave when the screen says it is done.'),
  ).toBeVisible();

  const ended = kiosk.app.stop();
  await kiosk.logged('quit-postponed');
  expect(kiosk.isRunning).toBe(true);
  await card.ask({ do: 'disarm' });
  expect(await ended).toEqual({ code: 143, signal: null });
  expect(kiosk.states()).toContain('done');
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
  expect((await host.visits(card.tokenId)).map(({ outcome }) => outcome)).toEqual(['updated']);
});

test('a second start ends at once, and the first kiosk goes on', async ({ branch, kiosk }) => {
  await expect(launch(branch.launchOptions())).rejects.toThrow('already-running');
  await kiosk.shows('attract');
});

test('staff know of a call once the branch has taken it, and nobody says so before', async ({ branch }) => {
  const taken: TakenCall[] = [];
  const calls = await takeStaffCalls((call) => taken.push(call));
  const kiosk = await branch.kiosk({ config: { staff: { ...kioskStaff(), callUrl: calls.url } } });
  await kiosk.button('Call staff').click();
  const notice = kiosk.page.getByRole('dialog', { name: 'Staff know you are here' });
  await expect(notice).toContainText(/Your number is [0-9A-F]{6}/);
  const [call] = taken;
  await expect(notice).toContainText(call?.reference ?? 'no call');
  expect(call).toMatchObject({ branch: 'Harbour Square', screen: 'attract' });
  await kiosk.logged('staff-called', { reference: call?.reference, untold: null });
  await kiosk.button('Close').click();
  calls.close();

  await kiosk.button('Call staff').click();
  await expect(kiosk.page.getByRole('dialog', { name: 'We can’t reach staff from here' })).toContainText(
    /Ask at the desk. Your number is [0-9A-F]{6}/,
  );
  await kiosk.button('Close').click();
});

test('where no branch can be told, people are sent to the desk', async ({ kiosk }) => {
  await kiosk.button('Call staff').click();
  await expect(kiosk.page.getByRole('dialog', { name: 'We can’t reach staff from here' })).toBeVisible();
  await kiosk.logged('staff-called', { untold: 'no staff.callUrl is configured' });
  await kiosk.button('Close').click();
});
