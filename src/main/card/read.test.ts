import { expect, test } from 'vitest';
import { digestOf } from '../../shared/image/envelope.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { CLEAR_INDICATOR } from '../../shared/token/ef-commit.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { bookTransaction, setIndicator } from '../../virtual-token/terminal/terminal.ts';
import { readToken } from './read.ts';
import { readImage, verifyCommitted } from './read-image.ts';
import { earned, IDENTITY, imageBytes, REQUEST } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';

const IMAGE = imageBytes(700, 1);

function present(log: readonly number[] = [], image: Uint8Array | null = IMAGE, over = {}): InProcessToken {
  const identity = { ...IDENTITY, ...over };
  const issued = image && { sequence: 7, bytes: image };
  const token = new InProcessToken(personalise(identity, issued, log.map(earned), null), {
    link: 'iso14443-106',
  });
  token.token.insert();
  return token;
}

test('a visit with nothing to do costs four commands and at most 300 bytes', async () => {
  const session = sessionOver(present());
  const reading = must(await readToken(session));
  expect(session.commands.length).toBe(4);
  expect(session.bytes()).toBeLessThanOrEqual(300);
  expect(reading.identity).toEqual(IDENTITY);
  expect(reading.report).toMatchObject({
    tokenId: IDENTITY.tokenId,
    image: { digest: digestOf(IMAGE), sequence: 7, length: 700 },
    indicator: CLEAR_INDICATOR,
    inactiveDigest: null,
    log: [],
    logLost: 0,
  });
});

test('a full log record does not take a visit with nothing new beyond 300 bytes', async () => {
  const token = present([1]);
  const { memory } = token.token;
  const session = sessionOver(token);
  must(await readToken(session));
  expect(memory.pageWrites).toBe(0);
  // One record is new, so the one before it was looked for: 6A83.
  expect(session.commands.length).toBe(5);
  expect(session.bytes()).toBeLessThanOrEqual(300);
});

test('transactions beyond the image come oldest first', async () => {
  const reading = must(await readToken(sessionOver(present([1, 2, 3]))));
  expect(reading.log.map((r) => [r.logSequence, r.transaction.counter])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(reading.report.log.map((t) => t.counter)).toEqual([1, 2, 3]);
  expect(reading).toMatchObject({ logSequence: 3, logLost: 0, logTorn: 0 });
});

test('records that the cyclic file has overwritten are counted as lost', async () => {
  const reading = must(await readToken(sessionOver(present([1, 2, 3, 4, 5, 6, 7, 8]))));
  expect(reading.log.map((r) => r.logSequence)).toEqual([4, 5, 6, 7, 8]);
  expect(reading).toMatchObject({ logSequence: 8, logLost: 3, logTorn: 0 });
});

test('a torn newest log record never happened: reading goes on behind it', async () => {
  const token = present([1, 2, 3]);
  const { bytes } = token.token.memory;
  // The record of transaction 3 is the only one that ends in sequence 3 and its CRC.
  const newest = bytes.lastIndexOf(3, bytes.length - 1);
  bytes[newest] = 9;
  const reading = must(await readToken(sessionOver(token)));
  expect(reading.log.map((r) => r.logSequence)).toEqual([1, 2]);
  expect(reading).toMatchObject({ logSequence: 2, logLost: 0, logTorn: 1 });
});

test('an indicator that was set by a terminal is read with its request', async () => {
  const token = present();
  must(setIndicator(token.token, REQUEST));
  const { report } = must(await readToken(sessionOver(token)));
  expect(report.indicator).toEqual(REQUEST);
  // Both records are now about slot A: nothing is known of slot B.
  expect(report.inactiveDigest).toBeNull();
});

test('a token without an image is read as such', async () => {
  const session = sessionOver(present([], null));
  const reading = must(await readToken(session));
  expect(reading.report.image).toBeNull();
  expect(codeOf(await readImage(session, reading))).toBe('action-not-possible');
});

test.each(['T=0', 'T=1', 'T=CL'] as const)(
  'over %s the image is read whole and held against its digest',
  async (protocol) => {
    for (const maxResponseData of [100, 256, 2048]) {
      const state = personalise({ ...IDENTITY, maxResponseData }, { sequence: 7, bytes: IMAGE }, [], null);
      const token = new InProcessToken(state, { protocol });
      token.token.insert();
      const session = sessionOver(token);
      const result = await readToken(session);
      const reading = must(result);
      const steps: number[] = [];
      const image = must(await readImage(session, reading, (done) => steps.push(done)));
      expect(image).toEqual(IMAGE);
      expect(steps.at(-1)).toBe(IMAGE.length);
      expect(must(await verifyCommitted(session, reading, digestOf(IMAGE)))).toEqual(IMAGE);
      expect(codeOf(await verifyCommitted(session, reading, '0'.repeat(64)))).toBe('image-digest-wrong');
    }
  },
);

test('one changed byte in the slot is an image with a wrong digest', async () => {
  const token = present();
  const { bytes } = token.token.memory;
  const at = bytes.findIndex((_, i) => IMAGE.subarray(0, 64).every((byte, k) => bytes[i + k] === byte));
  bytes[at + 100] = (bytes[at + 100] ?? 0) ^ 1;
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  expect(codeOf(await readImage(session, reading))).toBe('image-digest-wrong');
});

test('transactions that are booked between two readings are read by the second', async () => {
  const token = present([1]);
  must(await readToken(sessionOver(token)));
  must(bookTransaction(token.token, earned(2)));
  expect(must(await readToken(sessionOver(token))).logSequence).toBe(2);
});
