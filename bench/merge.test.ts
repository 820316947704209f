import { expect, test } from 'vitest';
import { mergeSuite } from './merge.ts';

test('the merge suite has a figure for each bar, and reaches those that a busy machine cannot change', async () => {
  const figures = await mergeSuite.run();
  const barred = figures.filter(({ bar }) => bar !== null);
  expect(barred.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['rate-of-automerge', 'rate-of-pouchdb', 'memory-of-images', 'of-bound']),
  );
  expect(barred.every(({ value }) => value !== null)).toBe(true);
  const steady = barred.filter(({ metric }) => !metric.startsWith('rate-of-'));
  expect(steady.filter(({ holds }) => holds === false)).toEqual([]);
  expect(new Set(figures.map((f) => `${f.case} ${f.metric}`)).size).toBe(figures.length);
}, 300_000);
