import { expect, test } from 'vitest';
import { cardSuite } from './card.ts';

test('the card suite reaches every bar', async () => {
  const figures = await cardSuite.run();
  expect(figures.filter(({ bar }) => bar !== null).length).toBeGreaterThanOrEqual(4);
  expect(figures.filter(({ holds }) => holds === false)).toEqual([]);
  expect(new Set(figures.map((f) => `${f.case} ${f.metric}`)).size).toBe(figures.length);
});
