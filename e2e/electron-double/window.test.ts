import fs from 'node:fs';
import { expect, test } from 'vitest';
import { sharedFixture, startFixture } from './fixture.ts';

const shared = sharedFixture();

test('a kiosk window fills the display and can be pictured and printed to PDF', async () => {
  const { run } = shared();
  expect(await run('[innerWidth, innerHeight]')).toEqual([800, 1000]);
  expect(await run(`window.fixture.invoke('window')`)).toEqual({
    bounds: { x: 0, y: 0, width: 800, height: 1000 },
    display: { width: 800, height: 1000 },
    kiosk: true,
    picture: { width: 800, height: 1000 },
    pdf: '%PDF-',
    title: 'Fixture',
  });
});

test('a window leaves kiosk mode for its own size, and comes back', async () => {
  const { run } = shared();
  expect(await run(`window.fixture.invoke('set-kiosk', false, 640)`)).toEqual([
    false,
    false,
    { x: 0, y: 0, width: 640, height: 600 },
  ]);
  await expect.poll(() => run('[innerWidth, innerHeight]')).toEqual([640, 600]);
  expect(await run(`window.fixture.invoke('set-kiosk', true, 640)`)).toEqual([
    true,
    true,
    { x: 0, y: 0, width: 800, height: 1000 },
  ]);
  await expect.poll(() => run('[innerWidth, innerHeight]')).toEqual([800, 1000]);
});

test('a second window that nobody sees draws a page without scripts', async () => {
  const { run } = shared();
  expect(await run(`window.fixture.invoke('receipt')`)).toEqual({
    pdf: '%PDF-',
    size: { width: 320, height: 500 },
    title: 'before',
    count: 2,
    left: 1,
  });
});

test('printing on paper fails with the reason', async () => {
  const { run } = shared();
  expect(await run(`window.fixture.invoke('print')`)).toEqual([
    false,
    'No printers available on the network',
  ]);
});

test('a navigation that is prevented leaves the page where it is', async () => {
  const { main, run, said } = await startFixture();
  await main.locator('#away').click({ noWaitAfter: true });
  await said('denied navigation https://example.invalid/away');
  expect(main.url()).toMatch(/index\.html$/);
  expect(await run('document.title')).toBe('Fixture');
});

test('a window that is denied does not stay open', async () => {
  const { main, said, windows } = await startFixture();
  await main.locator('#new').click({ noWaitAfter: true });
  await said('denied window https://example.invalid/new');
  await expect.poll(() => windows().length).toBe(1);
});

test('a missing page is reported as Electron reports it', async () => {
  const { run, said } = await startFixture();
  await run(`window.fixture.send('load-missing')`);
  await said('did-fail-load -6 ERR_FILE_NOT_FOUND missing.html');
  await said("rejected ERR_FILE_NOT_FOUND (-6) loading 'file://");
});

test('a renderer that crashes is reported, and lives again when it is reloaded', async () => {
  const { run, said, output } = await startFixture();
  expect(output().match(/did-finish-load/g)).toHaveLength(1);
  // The page may be gone before its own evaluation is answered.
  await run(`window.fixture.send('crash')`).catch(() => undefined);
  await said('renderer gone crashed');
  await expect.poll(() => output().match(/did-finish-load/g)).toHaveLength(2);
});

test('a page that hangs is reported, and that it does no longer', async () => {
  const { run, said } = await startFixture({ env: { ELECTRON_DOUBLE_HANG_MS: '1000' } });
  await run(`(() => { const until = Date.now() + 2500; while (Date.now() < until); })()`);
  await said('unresponsive');
  await said('\nresponsive');
});

test('a renderer that is killed by its pid is reported, and its successor has another one', async () => {
  const { main, run, said, output } = await startFixture();
  const pid = Number(await run(`window.fixture.invoke('renderer')`));
  expect(fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('--type=renderer');
  // One that is stopped takes no orders, from Chromium neither: only the kernel ends it.
  process.kill(pid, 'SIGSTOP');
  process.kill(pid, 'SIGKILL');
  await said('renderer gone killed');
  await expect.poll(() => output().match(/did-finish-load/g)).toHaveLength(2);
  expect(main.isClosed()).toBe(false);
});

test('a page that hangs for good can be crashed and lives again', async () => {
  const { run, said, output } = await startFixture({
    args: ['--crash-when-hung'],
    env: { ELECTRON_DOUBLE_HANG_MS: '1000' },
  });
  // The page may be gone before its own evaluation is answered.
  await run(`setTimeout(() => { for (;;); })`).catch(() => undefined);
  await said('renderer gone crashed');
  await expect.poll(() => output().match(/did-finish-load/g)).toHaveLength(2);
});
