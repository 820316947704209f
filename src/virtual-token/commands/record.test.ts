import { expect, test } from 'vitest';
import { insertedToken, send, statusOf } from '../testing/example.ts';

const record = (fill: string) => fill.repeat(64);

test.each([
  ['record 0: there is no record pointer', '00b20014 00', '6a83'],
  ['a record that is not there', '00b20314 00', '6a83'],
  ['a transparent file', '00b2010c 00', '6981'],
  ['an unknown short identifier', '00b201e4 00', '6a82'],
  ['short identifier 31', '00b201fc 00', '6a86'],
  ['an unsupported mode', '00b20110 00', '6a86'],
  ['no current file', '00b20104 00', '6986'],
  ['no Le', '00b20114', '6700'],
])('READ RECORD with %s is refused', (_, command, expected) => {
  expect(send(insertedToken('aurora-card'), command)).toBe(expected);
});

test('READ RECORD answers one record, or all from P1 to the last', () => {
  const token = insertedToken('aurora-card');
  const [first, second] = [send(token, '00b20114 00'), send(token, '00b20214 00')];
  expect(first).toHaveLength(2 * 68 + 4);
  expect(send(token, '00b20115 00')).toBe(first.slice(0, -4) + second);
  expect(send(token, '00b20215 00')).toBe(second);
});

test('READ RECORD is partial below the record and says 6282 above it', () => {
  const token = insertedToken('aurora-card');
  const whole = send(token, '00b20114 00').slice(0, -4);
  expect(send(token, '00b20114 08')).toBe(`${whole.slice(0, 16)}9000`);
  expect(send(token, '00b20114 45')).toBe(`${whole}6282`);
  expect(send(token, '00b20115 45').slice(0, -4)).toHaveLength(2 * 0x45);
});

test('UPDATE RECORD replaces one record and leaves its twin', () => {
  const token = insertedToken('aurora-card');
  const twin = send(token, '00b20114 00');
  expect(send(token, `00dc0214 44 ${'5a'.repeat(68)}`)).toBe('9000');
  expect(send(token, '00b20214 00')).toBe(`${'5a'.repeat(68)}9000`);
  expect(send(token, '00b20114 00')).toBe(twin);
});

test.each([
  ['a shorter record', `00dc0114 43 ${'5a'.repeat(67)}`, '6700'],
  ['a missing record', `00dc0314 44 ${'5a'.repeat(68)}`, '6a83'],
  ['an unsupported mode', `00dc0113 44 ${'5a'.repeat(68)}`, '6a86'],
  ['a transparent file', '00dc010c 01 aa', '6981'],
  ['Le', `00dc0114 44 ${'5a'.repeat(68)} 00`, '6700'],
])('UPDATE RECORD with %s is refused', (_, command, expected) => {
  expect(send(insertedToken('aurora-card'), command)).toBe(expected);
});

test('APPEND RECORD puts the newest first and loses the oldest of a full cyclic file', () => {
  const token = insertedToken('aurora-card');
  for (let n = 1; n <= 21; n++) {
    const fill = n.toString(16).padStart(2, '0');
    expect(send(token, `00e20028 40 ${record(fill)}`)).toBe('9000');
    expect(send(token, '00b2012c 00')).toBe(`${record(fill)}9000`);
  }
  expect(send(token, '00b2142c 00')).toBe(`${record('02')}9000`);
  expect(send(token, '00b2152c 00')).toBe('6a83');
});

test('APPEND RECORD: a full linear file, wrong parameters and a wrong length', () => {
  const token = insertedToken('aurora-card');
  expect(statusOf(token, `00e20010 44 ${'00'.repeat(68)}`)).toBe('6a84');
  expect(statusOf(token, `00e20128 40 ${record('00')}`)).toBe('6a86');
  expect(statusOf(token, `00e20029 40 ${record('00')}`)).toBe('6a86');
  expect(statusOf(token, '00e20028 01 00')).toBe('6700');
});
