import fc from 'fast-check';
import { toHex } from '../image/bytes.ts';

/** For property tests: an unsigned integer of so many bits. */
export const uint = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });

/** Lower-case hex digits of so many bytes. */
export const bytesHex = (length: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);

/** One to `max` printable ASCII characters without blanks. */
export const asciiText = (max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 1, maxLength: max })
    .map((codes) => String.fromCharCode(...codes));
