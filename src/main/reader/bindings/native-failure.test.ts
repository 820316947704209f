import { expect, test } from 'vitest';
import { nativeFailure } from './native-failure.ts';

const lite = (code: string) => new Error(`SCardTransmit error: Words of the library.(0x${code})`);
const mini = (code: string) =>
  Object.assign(new Error('[ Session.TaskTransmit ] Async task error'), { code });

test.each([
  ['8010001d', 'NoService', 'service-unavailable'],
  ['8010001e', 'ServiceStopped', 'service-unavailable'],
  ['80100013', 'CommError', 'service-unavailable'],
  ['80100017', 'ReaderUnavailable', 'reader-removed'],
  ['8010000b', 'SharingViolation', 'reader-busy'],
  ['8010000c', 'NoSmartCard', 'token-removed'],
  ['80100069', 'RemovedCard', 'token-removed'],
  ['80100068', 'ResetCard', 'token-reset'],
  ['80100016', 'NotTransacted', 'token-reset'],
  ['80100066', 'UnresponsiveCard', 'token-mute'],
])('0x%s and %s are both %s', (number, name, code) => {
  expect(nativeFailure('transmit', lite(number))).toMatchObject({ code });
  expect(nativeFailure('transmit', mini(name))).toMatchObject({ code });
});

test('an error that nobody knows is a failed reader with its native code, never an absent token', () => {
  const known = nativeFailure('transmit', lite('8010002f'));
  expect(known.code).toBe('reader-failed');
  expect(known.detail).toContain('0x8010002f');
  expect(nativeFailure('transmit', mini('CardNotAuthenticated')).detail).toContain('CardNotAuthenticated');
  expect(nativeFailure('connect', 'something').code).toBe('reader-failed');
});

test('a 64-bit code with its sign extended is the same code', () => {
  expect(nativeFailure('transmit', lite('ffffffff80100069'))).toMatchObject({ code: 'token-removed' });
});

test('connecting changes no token, and a reader that is not there is missing', () => {
  expect(nativeFailure('connect', lite('80100009'))).toMatchObject({
    code: 'reader-missing',
    tokenEffect: 'none',
  });
});
