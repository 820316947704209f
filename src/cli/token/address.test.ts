import path from 'node:path';
import { expect, test } from 'vitest';
import { addressOf, socketOf } from './address.ts';

test.each([
  ['/t/a.token', '/t/a.sock'],
  ['/t/a', '/t/a.sock'],
  ['/t.d/a.b.state', '/t.d/a.b.sock'],
])('the control socket of %s is %s', (state, socket) => {
  expect(socketOf(state)).toBe(path.resolve(socket));
});

test('an address that is given goes before the one beside the state file', () => {
  const given = addressOf({ state: '/t/a.token', control: 'tcp:4000' });
  expect(given).toEqual({ ok: true, value: { state: '/t/a.token', control: 'tcp:4000' } });
});

test('a command that names no token says how to name one', () => {
  expect(addressOf({})).toMatchObject({ ok: false, failure: { detail: expect.stringContaining('--state') } });
});
