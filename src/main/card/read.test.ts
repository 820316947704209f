import { expect, test } from 'vitest';
import { digestOf } from '../../shared/image/envelope.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { CLEAR_INDICATOR } from '../../shared/token/ef-commit.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { setIndicator } from '../../virtual-token/terminal/terminal.ts';
import { readToken } from './read.ts';
import { readImage, verifyCommitted } from './read-image.ts';
import { IDENTITY, imageBytes, REQUEST } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';

const IMAGE = imageBytes(700, 1);

function present(image: Uint8Array | null = IMAGE): InProcessToken {
  const issued = image && { sequence: 7, bytes: image };
  const token = new InProcessToken(personalise(IDENTITY, issued, [], null), { link: 'iso14443-106' });
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

test('an indicator that was set by a terminal is read with its request', async () => {
  const token = present();
  must(setIndicator(token.token, REQUEST));
  const { report } = must(await readToken(sessionOver(token)));
  expect(report.indicator).toEqual(REQUEST);
  // Both records are now about slot A: nothing is known of slot B.
  expect(report.inactiveDigest).toBeNull();
});

test('a token without an image is read as such', async () => {
  const session = sessionOver(present(null));
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

test('one changed byte in the slot is damage of the token, and no fault of an image', async () => {
  const token = present();
  const { bytes } = token.token.memory;
  const at = bytes.findIndex((_, i) => IMAGE.subarray(0, 64).every((byte, k) => bytes[i + k] === byte));
  bytes[at + 100] = (bytes[at + 100] ?? 0) ^ 1;
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  expect(codeOf(await readImage(session, reading))).toBe('token-damaged');
});
