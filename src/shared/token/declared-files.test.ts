import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, fromHex, toHex } from '../image/bytes.ts';
import { codeOf, must } from '../testing/results.ts';
import type { FileDeclaration } from './declaration.ts';
import { NATIVE_FILES } from './profile.ts';

/**
 * The vectors' bytes were not made by this code: they come from Python's `struct` (big-endian fields in the
 * order of docs/token-format.md) and `binascii.crc32`.
 */

// The walk does not care what a file holds, only that it is held to its declaration.
const files = NATIVE_FILES as readonly FileDeclaration<unknown>[];
const checked = files.filter((file) => file.size !== undefined);

test('no two files share a name, an identifier or a short identifier', () => {
  for (const key of ['name', 'id', 'sfi'] as const)
    expect(new Set(files.map((file) => file[key])).size).toBe(files.length);
  for (const { sfi } of files) expect(sfi >= 1 && sfi <= 30).toBe(true);
});

test.each(files)('$name encodes and decodes its vectors', ({ vectors, encode, decode, size }) => {
  expect(vectors.length).toBeGreaterThan(0);
  for (const { value, hex } of vectors) {
    expect(toHex(encode(value))).toBe(hex);
    expect(must(decode(fromHex(hex)))).toEqual(value);
    if (size !== undefined) expect(hex.length).toBe(2 * size);
  }
});

test.each(checked)('$name refuses any other length as damage', ({ vectors, decode, size = 0 }) => {
  const bytes = fromHex(vectors[0]?.hex ?? '');
  for (let length = 0; length < size; length++)
    expect(codeOf(decode(bytes.slice(0, length)))).toBe('token-damaged');
  expect(codeOf(decode(Uint8Array.of(...bytes, 0)))).toBe('token-damaged');
});

test.each(checked)('$name refuses a flipped bit anywhere', ({ vectors, decode }) => {
  for (const { hex } of vectors) {
    for (let bit = 0; bit < hex.length * 4; bit++) {
      const bytes = fromHex(hex);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // EF.TOKEN tells its layout before its CRC, whose place a later layout may move.
      expect(['token-damaged', 'token-layout-unknown']).toContain(codeOf(decode(bytes)));
    }
  }
});

test.each(checked)(
  '$name of a later version, its CRC right, is a layout that is not known',
  ({ vectors, decode, size = 0 }) => {
    for (const version of [0, 2, 255]) {
      const bytes = fromHex(vectors[0]?.hex ?? '');
      bytes[0] = version;
      new DataView(bytes.buffer).setUint32(size - 4, crc32(bytes.subarray(0, size - 4)));
      expect(codeOf(decode(bytes))).toBe('token-layout-unknown');
    }
  },
);

test.each(checked)('$name never throws, whatever a token holds', ({ decode, encode, size = 0 }) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: size - 4, maxLength: size - 4 }), (body) => {
      const bytes = new Uint8Array(size);
      bytes.set(body);
      bytes[0] = 1;
      new DataView(bytes.buffer).setUint32(size - 4, crc32(bytes.subarray(0, size - 4)));
      const decoded = decode(bytes);
      // What is accepted can be written again and is then read as the same.
      if (decoded.ok) expect(must(decode(encode(decoded.value)))).toEqual(decoded.value);
    }),
  );
});
