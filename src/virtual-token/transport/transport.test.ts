import { expect, test } from 'vitest';
import { insertedToken, send } from '../testing/example.ts';

test.each([
  ['nothing but a class', '00', '6700'],
  ['three bytes', '00a400', '6700'],
  ['an Lc without its data', '00d68300 02 aa', '6700'],
  ['bytes after Le', '00d68300 01 aa 00 00', '6700'],
  ['an extended Lc of zero', '00d68300 000000 0000', '6700'],
  ['an unknown instruction', '00fe0000', '6d00'],
  ['a proprietary class', '80b08100 01', '6e00'],
  ['an invalid class', 'ffb08100 01', '6e00'],
  ['a reserved class', '20b08100 01', '6e00'],
  ['command chaining', '10d68300 01 aa', '6884'],
  ['secure messaging', '0cb08100 01', '6882'],
  ['another logical channel', '01b08100 01', '6881'],
  ['a further logical channel', '40b08100 01', '6881'],
  ['GET RESPONSE, for which T=1 has no use', '00c00000 00', '6985'],
])('T=1 refuses %s', (_, command, expected) => {
  expect(send(insertedToken('aurora-card'), command)).toBe(expected);
});

const characters = () => insertedToken('aurora-card', { protocol: 'T=0', selected: false });

test('T=0 keeps what SELECT answers for GET RESPONSE, in parts too', () => {
  const token = characters();
  expect(send(token, '00a40404 08 f052454341524401')).toBe('6116');
  expect(send(token, '00c00000 02')).toBe('62146114');
  expect(send(token, '00c00000 15')).toBe('6c14');
  expect(send(token, '00c00000 14')).toBe('820138830252438408f0524543415244018a01059000');
  expect(send(token, '00c00000 01')).toBe('6985');
});

test('T=0 forgets a response that is not fetched by the next command', () => {
  const token = characters();
  expect(send(token, '00a40404 08 f052454341524401 00')).toBe('6116');
  expect(send(token, '00b08100 01')).toBe('019000');
  expect(send(token, '00c00000 16')).toBe('6985');
  expect(send(token, '00c00100 16')).toBe('6a86');
});

test('T=0 answers a P3 above what there is with 6Cxx', () => {
  const token = characters();
  expect(send(token, '00a4040c 08 f052454341524401')).toBe('9000');
  expect(send(token, '00b08100 00')).toBe('6c30');
  expect(send(token, '00b08100 31')).toBe('6c30');
  expect(send(token, '00b08100 30').slice(-4)).toBe('9000');
  expect(send(token, '00b20114 00')).toBe('6c44');
  expect(send(token, '00b20114 08').slice(-4)).toBe('9000');
  expect(send(token, '00b08400 00')).toBe(`${'00'.repeat(256)}9000`);
});

test('T=0 has no extended length, and refuses an incomplete command and a foreign class', () => {
  const token = characters();
  expect(send(token, '00b08300 000100')).toBe('6700');
  expect(send(token, '00a4040c 08 f052')).toBe('6700');
  expect(send(token, '00a4')).toBe('6700');
  expect(send(token, '80a40000')).toBe('6e00');
});

test('a contactless reader answers for the UID: the card keeps it, the phone has a new one each tap', () => {
  const card = insertedToken('aurora-card', { protocol: 'T=CL' });
  expect(send(card, 'ffca0000 00')).toBe('044821903377109000');
  expect(send(card, 'ffca0000 04')).toBe('6c07');
  const phone = insertedToken('harbour-phone');
  expect(phone.protocol).toBe('T=CL');
  const first = send(phone, 'ffca0000 00');
  expect(first).toMatch(/^08[0-9a-f]{6}9000$/);
  phone.token.remove();
  phone.token.insert();
  expect(send(phone, 'ffca0000 00')).not.toBe(first);
});
