import { expect, test } from 'vitest';
import { readerSuite } from './reader.ts';
import { wholeRun } from './suite.ts';
import { casesOf } from './tally.ts';

test('a kiosk whose reader’s side comes to harm is soon back in service, and ends what it had begun', async () => {
  const tally = await readerSuite.run(wholeRun(4, 4));
  expect(tally).toMatchObject({ findings: [] });
  expect(tally.obstacle).toBeUndefined();
  expect(casesOf(tally)).toBe(4);
  expect(tally.groups['pcscd killed']?.['in-command']).toBe(1);
}, 120_000);
