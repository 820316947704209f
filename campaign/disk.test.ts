import { expect, test } from 'vitest';
import { diskSuite, fullDiskSuite } from './disk.ts';
import { wholeRun } from './suite.ts';
import { casesOf, sumOf } from './tally.ts';

for (const suite of [diskSuite, fullDiskSuite]) {
  const { obstacle } = await suite.run(wholeRun(7, 0));
  // Where nothing can be compiled or mounted, its reason is what there is to be seen.
  if (obstacle !== undefined)
    test(`not run here: ${suite.name}. ${obstacle}`, () => {
      expect(obstacle).toMatch(/apt-get install|as root|Linux/);
    });
  else
    test(`${suite.name}: a visit on a bad disk ends well once the disk is good`, async () => {
      const tally = await suite.run(wholeRun(7, 2));
      expect(tally.obstacle).toBeUndefined();
      expect(tally.findings).toEqual([]);
      expect(casesOf(tally)).toBe(2);
      expect(sumOf(tally, 'cuts')).toBeGreaterThan(0);
    }, 300_000);
}
