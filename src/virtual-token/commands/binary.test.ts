import { expect, test } from 'vitest';
import { insertedToken, send, statusOf } from '../testing/example.ts';

test.each([
  ['before any file is current', '00b00000 01', '6986'],
  ['by a short identifier that no file has', '00b09e00 01', '6a82'],
  ['by short identifier 0', '00b08000 01', '6a86'],
  ['with a reserved bit in P1', '00b0e100 01', '6a86'],
  ['of a record file', '00b08200 01', '6981'],
  ['with an offset outside the file', '00b08130 01', '6b00'],
  ['without Le', '00b08100', '6700'],
  ['with data', '00b08100 01 00 00', '6700'],
])('READ BINARY %s is refused', (_, command, expected) => {
  expect(send(insertedToken('aurora-card'), command)).toBe(expected);
});

test('READ BINARY answers what Le asks for, and 6282 where the file ends before', () => {
  const token = insertedToken('aurora-card');
  const whole = send(token, '00b08100 00');
  expect(whole).toHaveLength(2 * 48 + 4);
  expect(whole.slice(-4)).toBe('9000');
  expect(send(token, '00b08100 02')).toBe(`${whole.slice(0, 4)}9000`);
  expect(send(token, '00b0812e 04')).toBe(`${whole.slice(2 * 46, 2 * 48)}6282`);
  expect(send(token, '00b0002f 01')).toBe(`${whole.slice(2 * 47, 2 * 48)}9000`);
});

test.each([
  ['before any file is current', '00d60000 01 aa', '6986'],
  ['of a record file', '00d68200 01 aa', '6981'],
  ['without data', '00d68300', '6700'],
  ['with Le', '00d68300 01 aa 00', '6700'],
  ['with an offset outside the file', '00d68130 01 aa', '6b00'],
])('UPDATE BINARY %s is refused', (_, command, expected) => {
  expect(send(insertedToken('aurora-card'), command)).toBe(expected);
});

test('UPDATE BINARY writes at the offset, and refuses whole what passes the end of the file', () => {
  const token = insertedToken('aurora-card');
  expect(send(token, '00d68410 03 aabbcc')).toBe('9000');
  expect(send(token, '00b0840f 05')).toBe('00aabbcc009000');
  expect(send(token, '00d61fff 02 1122')).toBe('6a84');
  expect(send(token, '00b01fff 01')).toBe('009000');
  expect(send(token, '00d61fff 01 11')).toBe('9000');
  expect(send(token, '00b01fff 00')).toBe('119000');
});

test('extended length reads and writes as much as the token takes, and no more', () => {
  const token = insertedToken('aurora-card');
  const bytes = 'c5'.repeat(2048);
  expect(send(token, `00d68400 000800 ${bytes}`)).toBe('9000');
  expect(send(token, '00b08400 000800')).toBe(`${bytes}9000`);
  expect(send(token, '00b08400 000000')).toBe(`${bytes}9000`);
  expect(send(token, `00d68400 000801 ${bytes}00`)).toBe('6700');
  expect(send(token, '00b08400 000801')).toBe('6700');
});

test('a token of short length refuses extended length', () => {
  const token = insertedToken('linden-small-card');
  expect(statusOf(token, '00b08300 00')).toBe('9000');
  expect(statusOf(token, '00b08300 000010')).toBe('6700');
  expect(statusOf(token, '00d68300 000001 aa')).toBe('6700');
});
