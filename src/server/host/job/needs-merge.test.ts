import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../../shared/image/merge/rules.ts';
import { SAMPLE } from '../../../shared/testing/sample-image.ts';
import { needsMerge } from './needs-merge.ts';

const compared = { first: SAMPLE, base: undefined, rules: DEFAULT_RULES, today: '2026-11-22' };
const issued = { ...SAMPLE, cells: [], transactions: [], watermark: {} };

test('a device that was issued with an image that says nothing yet has nothing to lose', () => {
  expect(needsMerge({ ...compared, second: issued })).toBe(false);
});

test('a device with cells of its own has', () => {
  expect(needsMerge({ ...compared, second: { ...issued, cells: SAMPLE.cells } })).toBe(true);
});

test('a device with what the first has needs no merging', () => {
  expect(needsMerge({ ...compared, second: SAMPLE })).toBe(false);
});
