import { expect, test } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import { EF_LOG } from '../../shared/token/ef-log.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { commit } from '../../virtual-token/terminal/commit.ts';
import { bookTransaction } from '../../virtual-token/terminal/terminal.ts';
import { readToken } from './read.ts';
import { earned, IDENTITY, imageBytes } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';

const ISSUED = { sequence: 7, bytes: imageBytes(700, 1) };

/** A token on which these transactions were booked, the first `included` of them in its image already. */
function present(
  counters: readonly number[],
  included = 0,
  link: 'iso14443-106' | 't1-97-5.0' | 't0-97-5.0' = 'iso14443-106',
): InProcessToken {
  const token = new InProcessToken(personalise(IDENTITY, ISSUED, counters.map(earned), null), { link });
  if (included > 0) must(commit(token.token.tree, token.token.memory, { logSequence: included }));
  token.token.insert();
  return token;
}

/** Where the record of `counter`, which has the same sequence, lies in the token's memory. */
function placeOf(token: InProcessToken, counter: number): number {
  const record = Buffer.from(EF_LOG.encode({ logSequence: counter, transaction: earned(counter) }));
  return Buffer.from(token.token.memory.bytes).indexOf(record);
}

const reading = async (token: InProcessToken) => must(await readToken(sessionOver(token)));

test.each(['iso14443-106', 't1-97-5.0', 't0-97-5.0'] as const)(
  'on %s a log with nothing new is probed with one command, and the visit puts at most 300 bytes on the link',
  async (link) => {
    const token = present([1, 2, 3], 3, link);
    const before = token.counters.linkBytes;
    const session = sessionOver(token);
    expect(must(await readToken(session))).toMatchObject({ log: [], logSequence: 3, logLost: 0 });
    expect(session.commands.length).toBe(4);
    expect(token.counters.linkBytes - before).toBeLessThanOrEqual(300);
  },
);

test('a token that wants the whole record to be asked for is asked for it', async () => {
  const token = present([1, 2, 3], 3);
  token.token.arm({ type: 'answer', sw: '6C40', ins: 'B2', nth: 2 });
  const session = sessionOver(token);
  expect(must(await readToken(session))).toMatchObject({ log: [], logSequence: 3 });
  expect(session.commands.at(-1)?.at(-1)).toBe(0x40);
});

test('a token that refuses a part of a record is read by whole records', async () => {
  for (const sw of ['6700', '6B00', '6282']) {
    const token = present([1, 2, 3], 2);
    token.token.arm({ type: 'answer', sw, ins: 'B2', nth: 2 });
    expect((await reading(token)).log.map((r) => r.logSequence)).toEqual([3]);
  }
});

test('one new transaction costs two commands: its record says that the one before is known', async () => {
  const session = sessionOver(present([1]));
  expect(must(await readToken(session)).logSequence).toBe(1);
  expect(session.commands.length).toBe(5);
});

test('transactions beyond the image come oldest first', async () => {
  const found = await reading(present([1, 2, 3]));
  expect(found.log.map((r) => [r.logSequence, r.transaction.counter])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(found.report.log.map((t) => t.counter)).toEqual([1, 2, 3]);
  expect(found).toMatchObject({ logSequence: 3, logLost: 0, logTorn: 0 });
});

test('records that the cyclic file has overwritten are counted as lost', async () => {
  const found = await reading(present([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(found.log.map((r) => r.logSequence)).toEqual([4, 5, 6, 7, 8]);
  expect(found).toMatchObject({ logSequence: 8, logLost: 3, logTorn: 0 });
});

test.each([
  ['with its last byte wrong', 63, [0xff]],
  ['erased', 0, Array.from({ length: 64 }, () => 0)],
  ['with the sequence of the record that it overwrites', 2, [0, 0, 0, 1]],
])('a newest record that was torn, %s, never happened: reading goes on behind it', async (_, at, bytes) => {
  const token = present([1, 2, 3, 4], 2);
  token.token.memory.bytes.set(bytes, placeOf(token, 4) + at);
  const found = await reading(token);
  expect(found.log.map((r) => r.logSequence)).toEqual([3]);
  expect(found).toMatchObject({ logSequence: 3, logLost: 0, logTorn: 1 });
});

test('transactions that are booked between two readings are read by the second', async () => {
  const token = present([1]);
  await reading(token);
  must(bookTransaction(token.token, earned(2)));
  expect((await reading(token)).logSequence).toBe(2);
});
