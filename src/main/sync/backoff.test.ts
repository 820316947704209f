import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, pause } from './backoff.ts';

const BACKOFF = { firstMs: 1_000, longestMs: 30_000 };

test('waits double from the first to the longest, less up to half by chance', () => {
  const waits = (random: number) => [1, 2, 3, 6, 7, 1_000_000].map((n) => backoffMs(BACKOFF, n, random));
  expect(waits(0)).toEqual([1_000, 2_000, 4_000, 30_000, 30_000, 30_000]);
  expect(waits(0.5)).toEqual([750, 1_500, 3_000, 22_500, 22_500, 22_500]);
});

test('no wait is ever below half of the first or above the longest', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), chance, (failures, random) => {
      const wait = backoffMs(BACKOFF, failures, random);
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(30_000);
    }),
  );
});

test('a pause ends when it is over, when it is broken off, and at once when it already was', async () => {
  await pause(1, new AbortController().signal);
  const breaking = new AbortController();
  const long = pause(2 ** 30, breaking.signal);
  breaking.abort();
  await long;
  await pause(2 ** 30, breaking.signal);
});
