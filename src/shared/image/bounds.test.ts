import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { codeOf } from '../testing/results.ts';
import { SAMPLE } from '../testing/sample-image.ts';
import { decodeImage } from './codec.ts';
import { openImage, signPayload } from './envelope.ts';
import { mergeImages } from './merge/merge.ts';
import { DEFAULT_RULES } from './merge/rules.ts';
import { type CardImage, MAX_IMAGE_BYTES, type Transaction } from './model.ts';

const SIGNER = { keyId: 'k', secretKey: new Uint8Array(32).fill(7) };
const KEYS = new Map([['k', ed25519.getPublicKey(SIGNER.secretKey)]]);

/** CBOR heads (RFC 8949, 3): what they promise, and what follows of it. */
const NESTED = {
  'arrays in arrays': new Uint8Array(MAX_IMAGE_BYTES).fill(0x81),
  'maps in maps': Uint8Array.from({ length: MAX_IMAGE_BYTES }, (_, at) => (at % 2 === 0 ? 0xa1 : 0x01)),
  'tags in tags': new Uint8Array(MAX_IMAGE_BYTES).fill(0xc6),
  'an array of 4 thousand million': Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff, 0x01),
  'an array of 2^53 items': Uint8Array.of(0x9b, 0x00, 0x20, 0, 0, 0, 0, 0, 0),
  'a map of 4 thousand million': Uint8Array.of(0xba, 0xff, 0xff, 0xff, 0xff, 0x01, 0x01),
  'a text of 4 GiB': Uint8Array.of(0x7a, 0xff, 0xff, 0xff, 0xff, 0x61),
  'bytes of 4 GiB': Uint8Array.of(0x5a, 0xff, 0xff, 0xff, 0xff, 0x61),
};

test.each(Object.entries(NESTED))('%s are refused at once, signed or not', (_, bytes) => {
  const begun = performance.now();
  expect(codeOf(decodeImage(bytes))).toMatch(/^image-(malformed|truncated)$/);
  expect(codeOf(openImage(bytes, KEYS))).toMatch(/^image-(malformed|truncated)$/);
  const room = MAX_IMAGE_BYTES - 200;
  expect(codeOf(openImage(signPayload(bytes.subarray(0, room), SIGNER), KEYS))).toMatch(
    /^image-(malformed|truncated)$/,
  );
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('more bytes than a slot can hold are refused before they are looked at', () => {
  const bytes = new Uint8Array(MAX_IMAGE_BYTES + 1);
  expect(codeOf(decodeImage(bytes))).toBe('image-too-large');
  expect(codeOf(openImage(bytes, KEYS))).toBe('image-too-large');
});

test('two images of the largest size are merged within seconds', () => {
  const transactions = (terminal: string): Transaction[] =>
    Array.from({ length: 1_000 }, (_, counter) => ({
      ...{ terminal, counter, at: 1_700_000_000 + counter, programme: `P${counter % 60}` },
      ...{ action: 'earn', amount: 1 },
    }));
  const image = (terminal: string): CardImage => ({
    ...SAMPLE,
    watermark: { [terminal]: 999 },
    cells: Array.from({ length: 60 }, (_, n) => ({
      ...{ programme: `P${n}`, owner: 'O', kind: 'points', version: 1, payload: { balance: 1_000 + n } },
    })),
    transactions: transactions(terminal),
  });
  const begun = performance.now();
  const merged = mergeImages({
    first: image('A'),
    second: image('B'),
    rules: DEFAULT_RULES,
    today: '2026-11-22',
    capacity: MAX_IMAGE_BYTES,
  });
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(['merged', 'conflicts']).toContain(merged.status);
});
