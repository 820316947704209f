import { expect, test } from 'vitest';
import { soakSuite } from './soak.ts';
import { wholeRun } from './suite.ts';
import { casesOf } from './tally.ts';

test('a kiosk that serves visit after visit loses and doubles nothing', async () => {
  const tally = await soakSuite.run(wholeRun(5, 20));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(20);
  expect(tally.groups.visits).toMatchObject({ updated: expect.any(Number), current: expect.any(Number) });
}, 240_000);
