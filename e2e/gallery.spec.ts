import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { SAMPLES } from '../src/renderer/gallery/samples.ts';
import { LANGUAGES } from '../src/shared/contract/ipc.ts';
import { Gallery } from './gallery/gallery.ts';
import { findMisplaced, findSmallControls } from './gallery/in-page.ts';

/** Every screen once: variants differ in their words, not in what they are made of. */
const KINDS = [
  'attract',
  'deciding',
  'offer-honest',
  'offer-many',
  'offer-unknown',
  'restoring',
  'done',
  'done-forgotten',
  'done-thanks',
  'removed',
  'removed-phone',
  'refused',
  'refused-merge-needed',
  'trouble-card-again',
  'trouble-card-exchange',
  'trouble-kiosk-down',
  'offline',
  'offline-content',
  'present-second',
  'present-other',
  'comparing',
  'compare',
  'compare-replace',
  'compare-merge',
  'done-merge',
  'done-synchronize',
];
/** Where only staff work. */
const STAFFED = [
  'find',
  'find-found',
  'find-failed',
  'backups',
  'backups-failed',
  'compare-open',
  'compare-stuck',
];
/** What words may outgrow, too. */
const TIGHT = [
  ...KINDS,
  'offer-late',
  'offer-phone',
  'done-many',
  'removed-one-slot',
  'refused-set-aside-one-slot',
  'trouble-one-slot',
];
/** One screen of each colour that a state can have. */
const COLOURS = [
  'attract',
  'present-other',
  'offer-honest',
  'restoring',
  'done',
  'removed',
  'refused',
  'offline',
];
/** What the desk arranges in a way of its own. */
const DESK = [
  'attract',
  'offer-many',
  'restoring',
  'done',
  'done-thanks',
  'trouble-card-again',
  'offline-content',
  'present-second',
  'compare-replace',
  'compare-merge',
  ...STAFFED,
];

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await Gallery.open();
});
test.afterAll(() => gallery.close());

interface Check {
  readonly screens?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  /** Only these of axe's rules. */
  readonly rules?: string[];
}

async function axe({ screens = KINDS, settings = {}, rules }: Check): Promise<string[]> {
  const found: string[] = [];
  for (const screen of screens) {
    await gallery.show(screen, settings);
    const builder = new AxeBuilder({ page: gallery.page }).setLegacyMode();
    const { violations } = await (rules === undefined
      ? builder.withTags([
          'wcag2a',
          'wcag2aa',
          'wcag2aaa',
          'wcag21a',
          'wcag21aa',
          'wcag22aa',
          'best-practice',
        ])
      : builder.withRules(rules)
    ).analyze();
    for (const { id, nodes } of violations)
      found.push(...nodes.map(({ html }) => `${screen} ${id}: ${html.slice(0, 120)}`));
  }
  return found;
}

test('axe finds nothing on any screen', async () => {
  test.slow();
  await gallery.view('portrait');
  expect(await axe({})).toEqual([]);
});

test('axe finds nothing in what staff settle, in detail', async () => {
  await gallery.view('desk');
  await gallery.show('compare-open', { mode: 'desk', staff: '1' });
  await gallery.page.keyboard.press('d');
  await expect(gallery.page.getByRole('dialog')).toBeVisible();
  const { violations } = await new AxeBuilder({ page: gallery.page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('axe finds nothing at the desk, from right to left', async () => {
  test.slow();
  await gallery.view('desk');
  expect(await axe({ screens: DESK, settings: { mode: 'desk', lang: 'ar' } })).toEqual([]);
});

for (const theme of ['dark', 'contrast']) {
  test(`text keeps its contrast in the ${theme} theme`, async () => {
    const rules = ['color-contrast-enhanced'];
    await gallery.view('portrait');
    expect(await axe({ screens: COLOURS, settings: { theme }, rules })).toEqual([]);
    await gallery.view('desk');
    expect(await axe({ screens: STAFFED, settings: { theme, mode: 'desk' }, rules })).toEqual([]);
  });
}

const ALL = Object.keys(SAMPLES);
const ARRANGEMENTS = [
  { view: 'portrait', least: 20, screens: ALL, settings: {} },
  { view: 'portrait', least: 20, screens: ALL, settings: { text: '1.5' } },
  { view: 'portrait', least: 20, screens: TIGHT, settings: { lowered: '1', demonstration: '1' } },
  { view: 'portrait', least: 20, screens: STAFFED, settings: { mode: 'desk', staff: '1' } },
  { view: 'landscape', least: 20, screens: ALL, settings: {} },
  { view: 'landscape', least: 20, screens: TIGHT, settings: { text: '1.15', lang: 'de' } },
  { view: 'desk', least: 11, screens: ALL, settings: { mode: 'desk' } },
  { view: 'desk', least: 11, screens: [...TIGHT, ...STAFFED], settings: { mode: 'desk', text: '1.5' } },
] as const;

for (const { view, least, screens, settings } of ARRANGEMENTS) {
  test(`no text is cut and every control is large enough: ${view} ${new URLSearchParams(settings)}`, async () => {
    await gallery.view(view);
    const found: string[] = [];
    for (const screen of screens) {
      await gallery.show(screen, settings);
      const misplaced = await gallery.page.evaluate(findMisplaced);
      const small = await gallery.page.evaluate(findSmallControls, least);
      found.push(...[...misplaced, ...small].map((what) => `${screen}: ${what}`));
    }
    expect(found).toEqual([]);
  });
}

for (const lang of LANGUAGES.filter((language) => language !== 'en')) {
  test(`no text is cut in the language ${lang}`, async () => {
    const found: string[] = [];
    for (const view of ['portrait', 'desk'] as const) {
      await gallery.view(view);
      const settings = view === 'desk' ? { lang, mode: 'desk' } : { lang };
      for (const screen of view === 'desk' ? [...TIGHT, ...STAFFED] : TIGHT) {
        await gallery.show(screen, settings);
        const misplaced = await gallery.page.evaluate(findMisplaced);
        found.push(...misplaced.map((what) => `${view} ${screen}: ${what}`));
      }
    }
    expect(found).toEqual([]);
  });
}

test('Enter accepts an offer and Escape declines it, from anywhere on the screen', async () => {
  await gallery.view('desk');
  await gallery.show('offer', { mode: 'desk' });
  for (const [key, action] of [
    ['Enter', 'accept'],
    ['Escape', 'decline'],
  ] as const) {
    const said = gallery.page.waitForEvent('console', (message) => message.text() === `act ${action}`);
    await gallery.page.keyboard.press(key);
    await said;
  }
});

test('staff type their PIN on the keyboard, and a wrong one is said', async () => {
  const { page } = gallery;
  await gallery.view('desk');
  await gallery.show('attract', { mode: 'desk' });
  await page.keyboard.press('Control+Shift+KeyQ');
  await page.keyboard.type('2468');
  await expect(page.getByRole('img', { name: 'PIN, 4 digits entered' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('That PIN does not match')).toBeVisible();
});

test('Tab goes from the sentence to the decision, then to the settings', async () => {
  await gallery.view('desk');
  await gallery.show('offer', { mode: 'desk', text: '1.15' });
  await expect(gallery.page.locator('h1')).toBeFocused();
  const reached: (string | null)[] = [];
  for (let press = 0; press < 6; press++) {
    await gallery.page.keyboard.press('Tab');
    reached.push(await gallery.page.locator(':focus').textContent());
  }
  expect(reached.map((text) => text?.replace(/(↵|Esc|Text size.*|Light colours)$/, ''))).toEqual([
    'Update my card',
    'Not now, I’ll take my card',
    'Language',
    'Larger text',
    'Contrast',
    'Call staff',
  ]);
});

test('what a person set is set back once nobody has touched the ready kiosk for a while', async () => {
  const { page } = gallery;
  await gallery.view('portrait');
  await page.clock.install();
  await gallery.show('done-current', { next: 'attract' });
  await page.getByRole('button', { name: 'Contrast' }).click();
  await expect(page.locator(':root')).toHaveAttribute('data-theme', 'dark');
  await page.clock.fastForward('00:01');
  await expect(page.locator('[data-screen=attract]')).toBeVisible();
  await page.clock.fastForward('00:45');
  await expect(page.locator(':root')).toHaveAttribute('data-theme', 'light');
});
