import { expect, test } from 'vitest';
import { damageSuite } from './damage.ts';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';

test('a damaged journal opens, or is set aside with all that is legible carried over', async () => {
  const tally = await damageSuite.run(wholeRun(7, 15));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(15);
  expect(sumOf(tally, 'cuts')).toBeGreaterThan(0);
}, 300_000);
