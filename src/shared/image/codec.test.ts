import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryImage } from '../testing/arbitrary-image.ts';
import { codeOf, must } from '../testing/results.ts';
import { SAMPLE } from '../testing/sample-image.ts';
import { concatBytes, fromHex, toHex } from './bytes.ts';
import { encodeCbor } from './cbor.ts';
import { decodeImage, encodeImage } from './codec.ts';

const ENCODED = encodeImage(SAMPLE);

test('every image comes back as it was, from the same bytes each time', () => {
  fc.assert(
    fc.property(arbitraryImage, (image) => {
      const bytes = encodeImage(image);
      expect(must(decodeImage(bytes))).toEqual(image);
      expect(encodeImage(must(decodeImage(bytes)))).toEqual(bytes);
    }),
    { numRuns: 300 },
  );
});

test('an image cut short anywhere is truncated', () => {
  for (let length = 0; length < ENCODED.length; length++)
    expect(codeOf(decodeImage(ENCODED.slice(0, length))), `cut at ${length}`).toBe('image-truncated');
});

test('bytes behind an image are refused', () => {
  expect(codeOf(decodeImage(concatBytes(ENCODED, Uint8Array.of(0))))).toBe('image-trailing-bytes');
  expect(codeOf(decodeImage(concatBytes(ENCODED, ENCODED)))).toBe('image-trailing-bytes');
});

test('whatever the bytes, decoding ends in an image or a failure', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeImage(bytes)));
  fc.assert(
    fc.property(fc.nat(ENCODED.length * 8 - 1), (bit) => {
      const bytes = ENCODED.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = decodeImage(bytes);
      if (decoded.ok) expect(encodeImage(decoded.value)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('an image beyond the largest is refused before it is looked at', () => {
  expect(codeOf(decodeImage(new Uint8Array(32_768)))).toBe('image-too-large');
});

test.each([0, 2, 1000])('format %i is a version that is not known', (format) => {
  expect(codeOf(decodeImage(encodeCbor(new Map([[1, format]]))))).toBe('image-version-unknown');
});

/** The sample with the first occurrence of some hex replaced. */
const altered = (from: string, to: string): Uint8Array => {
  const hex = toHex(ENCODED);
  expect(hex).toContain(from);
  return fromHex(hex.replace(from, to));
};

// The sample begins with a map of 11: key 1 (format) is 1, key 2 (token id) are 8 bytes.
const START = 'ab010102484821903377105264';
test.each([
  ['keys out of order', START, 'ab024848219033771052640101'],
  ['an integer longer than it need be', START, 'ab01180102484821903377105264'],
  ['a key longer than it need be', START, 'ab01011802484821903377105264'],
  ['a length longer than it need be', START, 'ab01010258084821903377105264'],
  ['a map longer than it need be', START, 'b80b010102484821903377105264'],
])('%s is no deterministic encoding', (_, from, to) => {
  expect(['image-not-deterministic', 'image-malformed']).toContain(codeOf(decodeImage(altered(from, to))));
});

test('a map, byte string or text of indefinite length is malformed', () => {
  expect(codeOf(decodeImage(fromHex(`${toHex(ENCODED).replace('ab', 'bf')}ff`)))).toBe('image-malformed');
  expect(codeOf(decodeImage(altered(START, 'ab0101025f484821903377105264ff')))).toBe('image-malformed');
});

test('a key that is there twice is malformed', () => {
  expect(codeOf(decodeImage(altered(START, 'ac0101010102484821903377105264')))).toBe('image-malformed');
});

test('a key that no image has is malformed', () => {
  const more = fromHex(`${toHex(ENCODED).replace('ab', 'ac')}186300`);
  expect(codeOf(decodeImage(more))).toBe('image-malformed');
});

test('a float where an integer is due is no deterministic encoding', () => {
  for (const value of ['f93c00', 'fb3ff0000000000000'])
    expect(codeOf(decodeImage(altered(START, `ab01${value}02484821903377105264`)))).toBe(
      'image-not-deterministic',
    );
});

test('a tag, null and undefined are malformed', () => {
  for (const value of ['c101', 'f6', 'f7'])
    expect(codeOf(decodeImage(altered(START, `ab01${value}02484821903377105264`)))).toBe('image-malformed');
});
