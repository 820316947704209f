import { expect, test } from 'vitest';
import { clockSuite } from './clock.ts';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';

test('visits end as the undisturbed one whatever the clocks of kiosk and host are set to', async () => {
  const tally = await clockSuite.run(wholeRun(7, 3));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(3);
  expect(sumOf(tally, 'cuts')).toBeGreaterThan(0);
}, 300_000);
