import { expect, test } from 'vitest';
import { killJobsSuite, killSuite } from './kill.ts';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';

test('visits end well whose kiosk or servers are killed in them, and nothing is lost', async () => {
  const tally = await killSuite.run(wholeRun(5, 2));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(2);
  expect(tally.groups.embedded?.cuts).toBeGreaterThanOrEqual(2);
}, 300_000);

test('so do jobs of staff', async () => {
  const tally = await killJobsSuite.run(wholeRun(5, 2));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(2);
  expect(sumOf(tally, 'cuts')).toBeGreaterThanOrEqual(2);
}, 300_000);
