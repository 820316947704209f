import { expect, test } from 'vitest';
import { killServerSuite } from './kill-server.ts';
import { wholeRun } from './suite.ts';

test('a server that is killed again and again keeps what it acknowledged', async () => {
  const tally = await killServerSuite.run(wholeRun(3, 1));
  expect(tally.findings).toEqual([]);
  expect(tally.groups.embedded?.cuts).toBeGreaterThanOrEqual(2);
}, 300_000);
