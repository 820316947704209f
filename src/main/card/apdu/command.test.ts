import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from '../../../shared/image/bytes.ts';
import { parseCommand } from '../../../virtual-token/commands/command-apdu.ts';
import { type CommandApdu, encodeCommand, isShort } from './command.ts';

const hexOf = (apdu: Partial<CommandApdu>): string =>
  toHex(encodeCommand({ cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, ...apdu }));
const data = (length: number): Uint8Array => new Uint8Array(length).fill(0xaa);

test.each([
  ['case 1', {}, '00a4040c'],
  ['case 2, short', { ne: 16 }, '00a4040c10'],
  ['case 2, short, 256 bytes', { ne: 256 }, '00a4040c00'],
  ['case 2, extended', { ne: 257 }, '00a4040c000101'],
  ['case 2, extended, 65,536 bytes', { ne: 65_536 }, '00a4040c000000'],
  ['case 3, short', { data: data(2) }, '00a4040c02aaaa'],
  ['case 3, extended', { data: data(256) }, `00a4040c000100${'aa'.repeat(256)}`],
  ['case 4, short', { data: data(1), ne: 256 }, '00a4040c01aa00'],
  ['case 4, extended by its data', { data: data(256), ne: 16 }, `00a4040c000100${'aa'.repeat(256)}0010`],
  ['case 4, extended by its answer', { data: data(1), ne: 300 }, '00a4040c000001aa012c'],
])('%s is encoded as ISO 7816-3 has it', (_, apdu, hex) => {
  expect(hexOf(apdu)).toBe(hex);
});

test('what is encoded is what the token parses', () => {
  const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(254, 255, 256, 257, 65_535));
  fc.assert(
    fc.property(length, fc.oneof(length, fc.constant(65_536)), (lc, ne) => {
      const apdu = { cla: 0, ins: 0xd6, p1: 0x83, p2: 7, data: data(lc), ne };
      const parsed = parseCommand(encodeCommand(apdu));
      expect(parsed).toMatchObject(apdu);
      expect(parsed?.extended).toBe(!isShort(apdu));
    }),
  );
});

test('a field that no APDU can carry is a bug', () => {
  expect(() => hexOf({ data: data(65_536) })).toThrow(RangeError);
  expect(() => hexOf({ ne: 65_537 })).toThrow(RangeError);
});
