import { expect, test } from 'vitest';
import { sharedFixture } from './fixture.ts';

const shared = sharedFixture();

test('what structured clone keeps survives the way to the main process and back', async () => {
  const { run } = shared();
  expect(
    await run(`(async () => {
      const value = { bytes: new Uint8Array([1, 2, 250]), date: new Date(5), nothing: undefined, map: new Map([['k', new Set([7n])]]) };
      value.self = value;
      const back = await window.fixture.invoke('echo', value);
      return [back.bytes instanceof Uint8Array, [...back.bytes], back.date instanceof Date, +back.date,
        'nothing' in back && back.nothing === undefined, [...back.map.get('k')].map(String)];
    })()`),
  ).toEqual([true, [1, 2, 250], true, 5, true, ['7']]);
});

test('errors cross as Electron’s text', async () => {
  const { run } = shared();
  const failing = (call: string) => run(`window.fixture.invoke(${call}).then(() => 'no error', String)`);
  expect(await failing(`'fail'`)).toBe("Error: Error invoking remote method 'fail': TypeError: bad name");
  expect(await failing(`'nobody'`)).toBe(
    "Error: Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
  );
  expect(await failing(`'not-cloneable'`)).toBe(
    "Error: Error invoking remote method 'not-cloneable': Error: An object could not be cloned.",
  );
});

test('the main process knows who sent', async () => {
  const { run, main } = shared();
  expect(await run(`window.fixture.invoke('sender')`)).toEqual([true, true, true, 'file://', main.url()]);
});

test('messages go to the page, and to a listener only until it is removed', async () => {
  const { run, main } = shared();
  await run(`window.fixture.ping('first')`);
  await main.getByText('first true').waitFor();
  await run(`window.stop()`);
  await run(`window.fixture.ping('second')`);
  await run(`window.fixture.invoke('echo')`);
  expect(await main.locator('#pong').textContent()).toBe('first true');
});

test('a preload runs again in a reloaded page', async () => {
  const { run, main } = shared();
  await main.reload();
  await run(`window.fixture.ping('again')`);
  await main.getByText('again true').waitFor();
});

test('what is not modelled throws where it is used', async () => {
  const { run, kind } = shared();
  const failing = (call: string) =>
    run(`window.fixture.invoke('${call}').then(() => 'no error', (e) => e.message)`);
  expect(kind === 'electron' || (await failing('use-something-not-modelled'))).toContain(
    'NotModelled: electron-double does not model webContents.openDevTools',
  );
  expect(kind === 'electron' || (await failing('listen-to-something-not-modelled'))).toContain(
    "electron-double does not model the event 'moved' of BrowserWindow",
  );
});
