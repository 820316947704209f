import { expect, test } from 'vitest';
import { sharedFixture } from './fixture.ts';

const shared = sharedFixture();

test('a page sees its preload’s bridge before its first script, and nothing of Node or Electron', async () => {
  const { run, kind } = shared();
  expect(await run('window.atFirst')).toEqual({
    bridge: 'object',
    secret: 'undefined',
    node: ['undefined', 'undefined', 'undefined', 'undefined'],
    eval: 'EvalError',
  });
  expect(await run('window.fixture.node()')).toEqual(['function', 'object', 'undefined']);
  expect(await run('window.fixture.electron')).toMatch(
    kind === 'double' ? /^\d+\.\d+\.\d+-double$/ : /^[\d.]+$/,
  );
});

test('the bridge carries values, callbacks, promises and errors', async () => {
  const { run } = shared();
  expect(await run('window.fixture.add(2, 3)')).toBe(5);
  expect(await run('window.fixture.callBack({ twice: [(x) => x + 1, (x) => x + 2] })')).toEqual([
    'back1',
    'back2',
  ]);
  expect(await run('(() => { try { window.fixture.fail() } catch (e) { return String(e) } })()')).toBe(
    'Error: too far',
  );
  expect(await run('(() => { try { window.fixture.requireFs() } catch (e) { return e.message } })()')).toBe(
    'module not found: node:fs',
  );
  expect(
    await run('(() => { try { window.fixture.add(1, Symbol()) } catch (e) { return e.message } })()'),
  ).toBe('An object could not be cloned.');
});

test('what is exposed cannot be changed by the page', async () => {
  const { run } = shared();
  expect(
    await run(`(() => {
      window.fixture.add = () => 'mine';
      window.fixture = { add: () => 'mine' };
      return [window.fixture.add(1, 1), delete window.fixture];
    })()`),
  ).toEqual([2, false]);
});

test('a page that replaces the platform’s functions does not get between the two worlds', async () => {
  const { run } = shared();
  expect(
    await run(`(() => {
      const heard = [];
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) { heard.push(event.type); return dispatchEvent.call(this, event); };
      document.dispatchEvent = EventTarget.prototype.dispatchEvent;
      window.CustomEvent = class { constructor(type) { heard.push(type); } };
      return [window.fixture.add(20, 3), heard];
    })()`),
  ).toEqual([23, []]);
});

test('the content security policy and the request filter are those of a real browser', async () => {
  const { run, output } = shared();
  expect(await run(`fetch('https://example.invalid/').then(() => 'through', () => 'refused')`)).toBe(
    'refused',
  );
  expect(output()).toContain('blocked blocked.js');
  expect(await run('document.title')).toBe('Fixture');
});

test('permissions that the handlers deny are denied in the page', async () => {
  const { run } = shared();
  expect(
    await run(`Promise.all(['geolocation', 'camera', 'notifications'].map(async (name) =>
      (await navigator.permissions.query({ name })).state))`),
  ).toEqual(['denied', 'denied', 'denied']);
  expect(await run('Notification.permission')).toBe('denied');
});
