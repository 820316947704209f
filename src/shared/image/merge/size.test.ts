import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { arbitraryImage } from '../../testing/arbitrary-image.ts';
import { encodeImage } from '../codec.ts';
import { endSizes, restSize, sizeOf } from './size.ts';

vi.setConfig({ testTimeout: 900_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;

test('a size that is counted is the size of the encoded image under the largest head', () => {
  fc.assert(
    fc.property(arbitraryImage, fc.nat(8), (image, dropped) => {
      const largest = {
        ...image,
        generation: 0xffff,
        sequence: 0xffff_ffff,
        capturedAt: 0xffff_ffff,
        basedOn: 'f'.repeat(64),
      };
      expect(sizeOf(image)).toBe(encodeImage(largest).length);
      const transactions = image.transactions.slice(dropped);
      const left =
        restSize(image) + endSizes(image.transactions)(image.transactions.length - transactions.length);
      expect(left).toBe(encodeImage({ ...largest, transactions }).length);
      expect(encodeImage(image).length).toBeLessThanOrEqual(sizeOf(image));
    }),
    { numRuns },
  );
});
