import { expect, test } from 'vitest';
import { networkSuite } from './network.ts';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';

test('journeys over a line that does harm end as the undisturbed one', async () => {
  const tally = await networkSuite.run(wholeRun(5, 6));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(6);
  expect(sumOf(tally, 'cuts')).toBeGreaterThan(0);
}, 240_000);
