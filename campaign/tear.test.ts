import { expect, test } from 'vitest';
import { sessionOver } from '../src/main/card/testing/session.ts';
import { wholeRun } from './suite.ts';
import { casesOf, joined } from './tally.ts';
import { freshToken } from './tear/case.ts';
import { cutAt, cutsOf } from './tear/cuts.ts';
import { TEAR_METRICS } from './tear/metrics.ts';
import { booking, groupOf, KINDS, scenarioOf } from './tear/scenario.ts';
import { lookAt } from './tear/stranger.ts';
import { tearSuite } from './tear.ts';

const CASES = 1000;

test(`${CASES} cut writes leave the old image or the new one, and end well without staff`, async () => {
  const tally = await tearSuite.run(wholeRun(20, CASES));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(CASES);
  for (const group of KINDS.map(groupOf)) {
    expect(tally.groups[group]?.cases).toBeGreaterThan(CASES / 20);
    // In two of three cases a recovery is cut as well.
    expect(tally.groups[group]?.cuts).toBeGreaterThan((tally.groups[group]?.cases ?? 0) * 1.3);
  }
}, 300_000);

test('workers share the cases of one run, and a replayed case is the same one', async () => {
  const halves = await Promise.all(
    [0, 1].map((worker) => tearSuite.run({ ...wholeRun(5, 60), worker, workers: 2 })),
  );
  const whole = await tearSuite.run(wholeRun(5, 60));
  const shared = joined(halves, TEAR_METRICS);
  expect(casesOf(shared)).toBe(60);
  const counted = ({ cases, cuts }: Record<string, number> = {}) => ({ cases, cuts });
  for (const group of KINDS.map(groupOf))
    expect(counted(shared.groups[group])).toEqual(counted(whole.groups[group]));
  const again = await tearSuite.run({ ...wholeRun(5, 60), only: 41 });
  expect(casesOf(again)).toBe(1);
});

test('every cut has a number of its own', () => {
  const length = { commands: 9, bytes: 300 };
  const all = Array.from({ length: cutsOf(length) }, (_, i) => JSON.stringify(cutAt(length, i)));
  expect(new Set(all).size).toBe(9 * 2 + 300 * 3);
  expect(cutAt(length, all.length - 1)).toEqual({ type: 'tear', at: 'byte', nth: 300, leave: 'garbage' });
});

test('a stranger sees each byte of the image and each transaction that is not as it was', async () => {
  const scenario = scenarioOf(3, 0);
  const before = scenario.before;
  if (before === null) throw new Error('an update has an image before');
  expect(await lookAt(sessionOver(freshToken(scenario)), scenario, [])).toBe('old');
  const at = Buffer.from(scenario.issued.memory).indexOf(before);
  for (const offset of [0, before.length >> 1, before.length - 1]) {
    const token = freshToken(scenario);
    token.token.memory.bytes[at + offset] = (before[offset] ?? 0) ^ 1;
    await expect(lookAt(sessionOver(token), scenario, [])).rejects.toMatchObject({
      metric: 'neither-old-nor-new',
    });
  }
  const lost = { ...scenario, log: [...scenario.log, booking(99)] };
  await expect(lookAt(sessionOver(freshToken(scenario)), lost, [])).rejects.toMatchObject({
    metric: 'lost-or-doubled',
  });
});
