import type { Page } from '@playwright/test';
import { expect, test } from './world/test.ts';

/** Runs in the page as its own scripts do; there is no DOM library in this part's types. */
const inPage = (page: Page, script: string): Promise<unknown> => page.evaluate(script);

test('the page has nothing of Node, and of the kiosk only its one bridge', async ({ kiosk }) => {
  const { page } = kiosk;
  for (const name of ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer'])
    expect(await inPage(page, `typeof globalThis.${name}`), name).toBe('undefined');
  expect(await inPage(page, 'Object.keys(recard).sort()')).toEqual(
    [
      ...['snapshot', 'onSnapshot', 'ready', 'act', 'actOnJob', 'signIn', 'signOut', 'records'],
      ...['printReceipt', 'saveReceipt', 'callStaff', 'exit'],
    ].sort(),
  );
  expect(await inPage(page, 'typeof globalThis.recardDock')).toBe('undefined');
});

test('the bridge cannot be changed by the page', async ({ kiosk }) => {
  const { page } = kiosk;
  expect(await inPage(page, 'Object.isFrozen(recard)')).toBe(true);
  await inPage(page, 'try { recard.act = () => "forged" } catch {} try { window.recard = 1 } catch {}');
  expect(await inPage(page, 'recard.act("accept")')).toMatchObject({ ok: false });
});

const WRONG_CALLS = [
  ['an action that there is not', 'recard.act("format")', 'request-malformed'],
  ['a job that there is not', 'recard.actOnJob({ type: "start", job: "format" })', 'request-malformed'],
  ['no argument', 'recard.act()', 'request-malformed'],
  ['a PIN that is none', 'recard.exit("1234; rm")', 'request-malformed'],
  ['a receipt of another shape', 'recard.saveReceipt({ title: 1 })', 'request-malformed'],
  [
    'a receipt that is much too long',
    'recard.saveReceipt({ language: "en", title: "x".repeat(500), lines: [], footer: "" })',
    'request-malformed',
  ],
  [
    'a receipt when there is none',
    'recard.saveReceipt({ language: "en", title: "Receipt", lines: [], footer: "" })',
    'action-not-possible',
  ],
  ['an action that the screen does not offer', 'recard.act("accept")', 'action-not-possible'],
] as const;

for (const [what, call, code] of WRONG_CALLS)
  test(`${what} is answered with a failure`, async ({ kiosk }) => {
    expect(await inPage(kiosk.page, call)).toMatchObject({ ok: false, failure: { code } });
    await kiosk.shows('attract');
  });

test('the page goes nowhere else and opens no other window', async ({ kiosk }) => {
  const { page } = kiosk;
  const address = page.url();
  const link = (name: string, attributes: string) =>
    inPage(
      page,
      `document.body.insertAdjacentHTML('beforeend', '<a style="position:fixed;z-index:9;top:0" ${attributes}>${name}</a>')`,
    );
  await link('elsewhere', 'href="https://example.org/elsewhere"');
  await page.getByRole('link', { name: 'elsewhere' }).click();
  await kiosk.logged('navigation-denied', { url: 'https://example.org/elsewhere' });
  await inPage(page, "document.querySelector('a').remove()");
  await link('another', 'target="_blank" href="https://example.org/another"');
  await page.getByRole('link', { name: 'another' }).click();
  await kiosk.logged('window-denied', { url: 'https://example.org/another' });

  await expect.poll(() => kiosk.app.windows().map((window) => window.url())).toEqual([address]);
  await page.reload();
  await kiosk.shows('attract');
});

test('the page reaches no network, and runs no script but its own', async ({ kiosk }) => {
  const { page } = kiosk;
  const fetched = `fetch('http://127.0.0.1:9/').then(() => 'answered', (error) => error.name)`;
  expect(await inPage(page, fetched)).toBe('TypeError');
  const pictured = `new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve('loaded');
    image.onerror = () => resolve('blocked');
    image.src = 'http://127.0.0.1:9/picture.png';
  })`;
  expect(await inPage(page, pictured)).toBe('blocked');
  const injected = `new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
  })`;
  expect(await inPage(page, injected)).toBe('script-src-elem');
  expect(await inPage(page, 'window.injected')).toBeUndefined();
});

test('the page is given no permission', async ({ kiosk }) => {
  const states = `Promise.all(
    ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read'].map((name) =>
      navigator.permissions.query({ name }).then(({ state }) => state)))`;
  expect(await inPage(kiosk.page, states)).toEqual(Array(5).fill('denied'));
  const camera = `navigator.mediaDevices === undefined ? 'NotAllowedError'
    : navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (error) => error.name)`;
  expect(await inPage(kiosk.page, camera)).toMatch(/^Not(Allowed|Found)Error$/);
});
