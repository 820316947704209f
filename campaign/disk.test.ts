import { expect, test } from 'vitest';
import { diskSuite, fullDiskSuite } from './disk.ts';
import { wholeRun } from './suite.ts';
import { casesOf } from './tally.ts';

test.each([diskSuite, fullDiskSuite])(
  '$name: a visit on a bad disk ends well once the disk is good',
  async (suite) => {
    const tally = await suite.run(wholeRun(7, 2));
    // Where nothing can be compiled or mounted, its reason is what there is to be seen.
    if (tally.obstacle !== undefined) return expect(tally.obstacle).toMatch(/apt-get install|as root|Linux/);
    expect(tally.findings).toEqual([]);
    expect(casesOf(tally)).toBe(2);
  },
  300_000,
);
