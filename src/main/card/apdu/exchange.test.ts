import { expect, test } from 'vitest';
import type { Failure } from '../../../shared/contract/failure.ts';
import { fromHex, toHex } from '../../../shared/image/bytes.ts';
import { codeOf, must } from '../../../shared/testing/results.ts';
import { RECARD_AID } from '../../../shared/token/profile.ts';
import { sessionOver } from '../testing/session.ts';
import { type Command, exchange } from './exchange.ts';
import { readBinary } from './read-binary.ts';
import { readRecord } from './read-record.ts';
import { selectApplication, selectFile } from './select.ts';
import { updateBinary } from './update-binary.ts';
import { updateRecord } from './update-record.ts';

const FILE = { name: 'EF.TEST', id: 7, sfi: 7 };

/** A token that says these answers one after the other, whatever it is asked, and then the last again. */
function tokenSaying(...answers: string[]) {
  let next = 0;
  return sessionOver({
    atr: fromHex('3b00'),
    protocol: 'T=0',
    transmit: async () => {
      const bytes = fromHex(answers[Math.min(next++, answers.length - 1)] ?? '');
      return { kind: 'response', bytes };
    },
  });
}
const sentBy = (session: ReturnType<typeof tokenSaying>) => session.commands.map(toHex);
const read = (length: number) => readBinary({ ...FILE, offset: 0 }, length);

test('an answer of the expected length is its data', async () => {
  expect(must(await exchange(tokenSaying('0102039000'), read(3)))).toEqual(Uint8Array.of(1, 2, 3));
});

test.each(['01029000', '010203049000', '9000'])(
  'the answer %s to a read of 3 bytes is malformed',
  async (answer) => {
    expect(codeOf(await exchange(tokenSaying(answer), read(3)))).toBe('token-answer-malformed');
  },
);

test.each(['', '90'])(
  'an answer of fewer than two bytes ("%s") means that the token is gone',
  async (answer) => {
    expect(codeOf(await exchange(tokenSaying(answer), read(3)))).toBe('token-removed');
  },
);

test('the rest of an answer is fetched with GET RESPONSE', async () => {
  const session = tokenSaying('6103', '010261 01'.replace(' ', ''), '039000');
  expect(must(await exchange(session, read(3)))).toEqual(Uint8Array.of(1, 2, 3));
  expect(sentBy(session)).toEqual(['00b0870003', '00c0000003', '00c0000001']);
});

test('a token whose answer never ends is stopped', async () => {
  const session = tokenSaying('016100');
  expect(codeOf(await exchange(session, read(3)))).toBe('token-answer-malformed');
  expect(session.commands.length).toBeLessThan(310);
});

test('a wrong Le is corrected once', async () => {
  const session = tokenSaying('6c03', '0102039000');
  expect(must(await exchange(session, { ...read(3), apdu: { ...read(3).apdu, ne: 256 } }))).toHaveLength(3);
  expect(sentBy(session)).toEqual(['00b0870000', '00b0870003']);
  const stubborn = tokenSaying('6c04');
  expect(codeOf(await exchange(stubborn, read(3)))).toBe('token-refused');
  expect(stubborn.commands.length).toBe(2);
});

test('a command that expects no data is never repeated for its Le', async () => {
  const session = tokenSaying('6c03');
  expect(codeOf(await exchange(session, updateBinary({ ...FILE, offset: 0 }, Uint8Array.of(1))))).toBe(
    'token-refused',
  );
  expect(session.commands.length).toBe(1);
});

const COMMANDS = {
  select: selectApplication(RECARD_AID),
  'select file': selectFile(FILE),
  'read binary': read(1),
  'read record': readRecord(FILE, 1, 1),
  'update binary': updateBinary({ ...FILE, offset: 0 }, Uint8Array.of(1)),
  'update record': updateRecord(FILE, 1, Uint8Array.of(1)),
} satisfies Record<string, Command>;

test.each<[keyof typeof COMMANDS, string, Failure['code'], Failure['tokenEffect']]>([
  ['select', '6a82', 'token-foreign', 'none'],
  ['select', '6a81', 'token-foreign', 'none'],
  ['select', '6d00', 'token-foreign', 'none'],
  ['select', '6283', 'token-refused', 'none'],
  ['select file', '6a82', 'token-layout-unknown', 'none'],
  ['read binary', '6281', 'token-damaged', 'none'],
  ['read binary', '6a82', 'token-layout-unknown', 'none'],
  ['read binary', '6986', 'token-reset', 'unknown'],
  ['read binary', '6982', 'token-refused', 'none'],
  ['read record', '6a83', 'token-layout-unknown', 'none'],
  ['update binary', '6400', 'token-refused', 'none'],
  ['update binary', '6581', 'token-memory-failed', 'changed'],
  ['update binary', '65ff', 'token-memory-failed', 'changed'],
  ['update binary', '6982', 'token-refused', 'none'],
  ['update binary', '6a84', 'token-layout-unknown', 'none'],
  ['update record', '6300', 'token-refused', 'changed'],
  ['update record', '6581', 'token-memory-failed', 'changed'],
  ['update record', '6f00', 'token-refused', 'unknown'],
  ['update record', '9f12', 'token-refused', 'unknown'],
  ['update record', '0000', 'token-refused', 'unknown'],
])('%s answered %s is %s, effect %s', async (name, sw, code, tokenEffect) => {
  const result = await exchange(tokenSaying(sw), COMMANDS[name]);
  expect(result).toMatchObject({ ok: false, failure: { code, tokenEffect } });
  if (!result.ok) expect(result.failure.detail).toContain(sw.toUpperCase());
});

test.each(['update binary', 'update record'] as const)(
  '%s that needed internal retries was carried out',
  async (name) => {
    for (const sw of ['63c0', '63c1', '63cf'])
      expect((await exchange(tokenSaying(sw), COMMANDS[name])).ok).toBe(true);
  },
);

test('no status word that a token can answer is taken for an absent card', async () => {
  for (let sw = 0; sw <= 0xffff; sw += 7) {
    const hex = sw.toString(16).padStart(4, '0');
    if (hex.startsWith('61') || hex.startsWith('6c')) continue;
    const result = await exchange(tokenSaying(hex), COMMANDS['read record']);
    if (result.ok) throw new Error(`${hex} succeeded without data`);
    expect(['token-removed', 'reader-missing', 'token-foreign']).not.toContain(result.failure.code);
  }
});

test('offsets beyond what P1 and P2 can say are a bug', () => {
  expect(toHex(Uint8Array.of(read(1).apdu.p1, read(1).apdu.p2))).toBe('8700');
  expect(readBinary({ name: 'x', offset: 0x7fff }, 1).apdu).toMatchObject({ p1: 0x7f, p2: 0xff });
  expect(() => readBinary({ ...FILE, offset: 256 }, 1)).toThrow(RangeError);
  expect(() => readBinary({ name: 'x', offset: 0x8000 }, 1)).toThrow(RangeError);
});
