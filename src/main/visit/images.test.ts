import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { SAMPLE } from '../../shared/testing/sample-image.ts';
import { report } from '../../shared/visit/testing.ts';
import { acceptUpdate } from './images.ts';

const { secretKey, publicKey } = ed25519.keygen();
const keys = new Map([['test', publicKey]]);
const signed = signImage(SAMPLE, { keyId: 'test', secretKey });
const digest = digestOf(signed);
const token = report({
  tokenId: SAMPLE.tokenId,
  image: { digest: 'a'.repeat(64), sequence: 6, length: 700 },
});

test('the image that was announced is accepted', () => {
  expect(must(acceptUpdate({ keys }, token, signed, { digest, sequence: 7 })).image.sequence).toBe(7);
});

test('an image that carries another sequence than was announced is the host’s mistake', () => {
  expect(codeOf(acceptUpdate({ keys }, token, signed, { digest, sequence: 8 }))).toBe(
    'host-answer-malformed',
  );
});

test('what the envelope refuses is refused with its own code', () => {
  const newer = { ...token, image: { digest: 'a'.repeat(64), sequence: 7, length: 700 } };
  expect(codeOf(acceptUpdate({ keys }, newer, signed, { digest, sequence: 7 }))).toBe('image-sequence-old');
  expect(codeOf(acceptUpdate({ keys: new Map() }, token, signed, { digest, sequence: 7 }))).toBe(
    'image-key-unknown',
  );
});
