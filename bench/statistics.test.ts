import { expect, test } from 'vitest';
import { median, quantile } from './statistics.ts';

test('the median is the middle value, or between the two in the middle', () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 10, 2, 4])).toBe(3);
});

test('a quantile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantile(values, 0.95)).toBe(95);
  expect(quantile(values, 1)).toBe(100);
  expect(quantile([7], 0.95)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
