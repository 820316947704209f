/** The value that a share `q` of all values, from 0 to 1, does not exceed. Of no values there is none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('quantile of no values');
  return value;
}

/** The value in the middle; of an even number of values, between the two there. */
export const median = (values: readonly number[]): number =>
  (quantile(values, 0.5) +
    -quantile(
      values.map((value) => -value),
      0.5,
    )) /
  2;
