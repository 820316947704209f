import { expect, test } from 'vitest';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';
import { tearPcscdSuite } from './tear-pcscd.ts';

test('tokens that are torn in a real reader hold the old image or the new one, and end with the new one', async () => {
  const tally = await tearPcscdSuite.run(wholeRun(4, 6));
  expect(tally).toMatchObject({ findings: [] });
  expect(tally.obstacle).toBeUndefined();
  expect(casesOf(tally)).toBe(6);
  expect(sumOf(tally, 'cuts')).toBeGreaterThanOrEqual(6);
}, 120_000);
