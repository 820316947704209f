import type { Branch } from './world/branch.ts';
import { asksFor, startJob } from './world/jobs.ts';
import { expect, test } from './world/test.ts';

type DockToken = NonNullable<Parameters<Branch['kiosk']>[0]>;

/** The kiosk of a demonstration with one token in its dock, and the dock's window. */
async function demonstrate(
  branch: Branch,
  token: { readonly tokenId: string; readonly state: string; readonly control?: string },
) {
  const { tokenId, state, control } = token;
  const inDock = {
    id: 'the-card',
    title: 'Somebody',
    story: 'A top-up is missing',
    lastFour: tokenId.slice(-4),
    kind: 'card',
    state,
    ...(control === undefined ? {} : { control }),
  } as const;
  const wishes: DockToken = { config: { demonstration: { dock: true, tokens: [inDock] } } };
  const kiosk = await branch.kiosk(wishes);
  const dock = await kiosk.app.page('dock.html');
  await expect(dock.getByRole('heading', { name: 'Somebody' })).toBeVisible();
  return { kiosk, dock, press: (name: string) => dock.getByRole('button', { name }).click() };
}

test('a token that lies in a virtual reader is presented and pulled from the dock', async ({
  branch,
  host,
  makeCard,
}) => {
  const card = await makeCard({ requested: 'both', earned: 44 });
  const { kiosk, dock, press } = await demonstrate(branch, card);
  await expect(kiosk.page.getByRole('banner')).toContainText('Demonstration with simulated cards');
  await press('Put it on the reader');
  await expect(dock.getByRole('listitem')).toContainText('On the reader');
  await kiosk.shows('offer');
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
  expect(await card.ask({ do: 'status' })).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });
  await press('Take it off');
  await kiosk.shows('done', 'Thank you. See you soon');
  await expect(dock.getByRole('listitem')).not.toContainText('On the reader');
});

test('without PC/SC the token is in process; pulled in mid-write from the dock it is completed', async ({
  branch,
  host,
}) => {
  const token = branch.demo.get('deniz-yilmaz');
  if (token === undefined) throw new Error('assets/demo has no token deniz-yilmaz');
  const { kiosk, dock, press } = await demonstrate(branch, token);
  await press('Put it on the reader');
  await kiosk.shows('offer');
  await expect(kiosk.page.getByRole('main')).toContainText('€24.50');
  await press('Pull in mid-write');
  await kiosk.accept();
  await kiosk.shows('removed', 'Put the same card back');
  await expect(dock.getByRole('listitem')).not.toContainText('On the reader');
  await press('Put it on the reader');
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(token.tokenId, 'updated');
  expect(kiosk.log('reader')).toEqual([]);

  await press('Take it off');
  await kiosk.shows('done', 'Thank you. See you soon');
  await press('Put it on the reader');
  await kiosk.shows('done', 'All up to date. Take your card');
});

test('with two simulated readers the card and the phone of one account lie side by side for a job', async ({
  branch,
  host,
}) => {
  const tokens = ['amira-haddad', 'amira-phone'].map((id, reader) => {
    const token = branch.demo.get(id);
    if (token === undefined) throw new Error(`assets/demo has no token ${id}`);
    const { tokenId, kind, state } = token;
    const lastFour = tokenId.slice(-4);
    return { id, title: id, story: '', lastFour, kind, reader: reader === 0 ? 0 : 1, state } as const;
  });
  const kiosk = await branch.kiosk({ config: { demonstration: { dock: true, tokens } } });
  const dock = await kiosk.app.page('dock.html');
  const put = (title: string) =>
    dock
      .getByRole('listitem')
      .filter({ hasText: title })
      .getByRole('button', { name: 'Put it on the reader' })
      .click();
  await startJob(kiosk, 'merge');
  await put('amira-haddad');
  await asksFor(kiosk, 'second', 'Now the other one');
  await put('amira-phone');
  await kiosk.shows('refused', 'Staff finish this with you');
  await expect(dock.getByText('On the reader', { exact: true })).toHaveCount(2);
  for (const { id } of tokens) await host.hears(branch.demo.get(id)?.tokenId ?? '', 'refused');
});

test('the dock can do nothing at the kiosk, and the kiosk nothing at the dock', async ({
  branch,
  makeCard,
}) => {
  const { kiosk, dock } = await demonstrate(branch, await makeCard());
  expect(await dock.evaluate('typeof globalThis.recard')).toBe('undefined');
  expect(await kiosk.page.evaluate('typeof globalThis.recardDock')).toBe('undefined');
  expect(await dock.evaluate('recardDock.present("nobody")')).toMatchObject({
    failure: { code: 'request-malformed' },
  });
});
