import { expect, test } from 'vitest';
import { insertedToken, send, statusOf } from '../testing/example.ts';

const fresh = () => insertedToken('aurora-card', { selected: false });
const AID = '08 f052454341524401';

test('SELECT by name answers file control information in 6F, parameters in 62, or nothing', () => {
  const token = fresh();
  const parts = '82013883025243 8408f052454341524401 8a0105'.replaceAll(' ', '');
  expect(send(token, `00a40400 ${AID} 00`)).toBe(`6f14${parts}9000`);
  expect(send(token, `00a40404 ${AID} 00`)).toBe(`6214${parts}9000`);
  expect(send(token, `00a4040c ${AID}`)).toBe('9000');
});

test('SELECT by a name that is cut on the right finds the application', () => {
  expect(statusOf(fresh(), '00a4040c 05 f052454341')).toBe('9000');
});

test.each([
  ['master file without data', '00a4000c', '9000'],
  ['master file by its identifier', '00a4000c 02 3f00', '9000'],
  ['the application by its identifier', '00a4000c 02 5243', '9000'],
  ['a path from the master file', '00a4080c 04 5243 0001', '9000'],
  ['the application as child of the master file', '00a4010c 02 5243', '9000'],
  ['a path whose middle is missing', '00a4080c 04 5244 0001', '6a82'],
  ['a path through a file that holds none', '00a4080c 06 5243 0001 0001', '6a82'],
  ['a file of the application while the master file is current', '00a4000c 02 0001', '6a82'],
  ['an application that is not there', '00a4040c 05 a000000003', '6a82'],
  ['the parent of the master file', '00a4030c', '6a82'],
  ['an identifier of one byte', '00a4000c 01 3f', '6700'],
  ['a path of three bytes', '00a4080c 03 524300', '6700'],
  ['an unknown P1', '00a4070c 02 3f00', '6a86'],
  ['an unknown P2', '00a40008 02 3f00', '6a86'],
])('SELECT of %s', (_, command, expected) => {
  expect(statusOf(fresh(), command)).toBe(expected);
});

test('inside the application its files are found by identifier, and so are siblings and the parent', () => {
  const token = insertedToken('aurora-card');
  expect(send(token, '00a40004 02 0001 00')).toBe('621180020030820101830200018801088a01059000');
  expect(send(token, '00a40004 02 0002 00')).toMatch(/^6215800200888205022100440283020002880110/);
  expect(statusOf(token, '00a4020c 02 0005')).toBe('9000');
  expect(statusOf(token, '00a4010c 02 0005')).toBe('6a82');
  expect(statusOf(token, '00a4030c')).toBe('9000');
  expect(statusOf(token, '00a4000c 02 0005')).toBe('6a82');
});

test('a failed SELECT leaves what was selected', () => {
  const token = insertedToken('aurora-card');
  expect(statusOf(token, '00a4000c 02 0001')).toBe('9000');
  expect(statusOf(token, '00a4000c 02 7777')).toBe('6a82');
  expect(statusOf(token, '00b00000 01')).toBe('9000');
});
