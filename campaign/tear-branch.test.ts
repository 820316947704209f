import { expect, test } from 'vitest';
import { wholeRun } from './suite.ts';
import { casesOf } from './tally.ts';
import { tearBranchSuite } from './tear-branch.ts';

test('cut visits of a whole branch end as the undisturbed one', async () => {
  const tally = await tearBranchSuite.run(wholeRun(7, 12));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(12);
  expect(tally.groups.update?.cuts).toBeGreaterThanOrEqual(12);
}, 120_000);
