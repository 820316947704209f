import { expect, test } from 'vitest';
import { casesOf, count, countCase, emptyTally, figuresOf, heldAll, joined, type Metric } from './tally.ts';

const BAD: Metric = { name: 'bad', unit: 'count', better: 'lower', combine: 'sum', bar: 0 };
const LONGEST: Metric = { name: 'longest', unit: 'ms', better: 'lower', combine: 'max' };
const METRICS = [BAD, LONGEST];

function tallied(times: readonly number[]) {
  const tally = emptyTally();
  for (const time of times) {
    countCase(tally, 'update');
    count(tally, 'update', LONGEST, time);
  }
  return tally;
}

test('tallies of several workers add up, and the longest of all is the longest', () => {
  const all = joined([tallied([5, 9]), tallied([7])], METRICS);
  expect(casesOf(all)).toBe(3);
  expect(all.groups.update).toEqual({ cases: 3, longest: 9 });
});

test('a finding fails its figure, and too few cases fail the run', () => {
  const tally = tallied([5]);
  const holds = () =>
    figuresOf('tear', tally, METRICS, 1).map(({ case: name, metric, holds }) => [name, metric, holds]);
  expect(holds()).toContainEqual(['update', 'bad', true]);
  tally.findings.push({ case: 0, group: 'update', metric: 'bad', detail: 'neither old nor new' });
  expect(holds()).toContainEqual(['update', 'bad', false]);
  expect(figuresOf('tear', tally, METRICS, 2)[0]).toMatchObject({ metric: 'cases', value: 1, holds: false });
});

test('a campaign that could not run says why', () => {
  const figures = figuresOf('tear', { ...emptyTally(), obstacle: 'Install pcscd' }, METRICS, 5);
  expect(figures).toMatchObject([{ value: null, holds: null, why: 'Install pcscd' }]);
});

test('what kept one of several workers from running is told, and nothing is counted as held', () => {
  const all = joined([{ ...emptyTally(), obstacle: 'Install pcscd' }, tallied([5])], METRICS);
  const figures = figuresOf('tear', all, METRICS, 2);
  expect(figures).toMatchObject([{ value: null, holds: null, why: 'Install pcscd' }]);
  expect(heldAll(all, figures)).toBe(false);
});

test('a campaign holds that ran without findings, and none that did not run', () => {
  const ran = tallied([5]);
  expect(heldAll(ran, figuresOf('tear', ran, METRICS, 1))).toBe(true);
  expect(heldAll(ran, figuresOf('tear', ran, METRICS, 2))).toBe(false);
  const none = { ...emptyTally(), obstacle: 'Install pcscd' };
  expect(heldAll(none, figuresOf('tear', none, METRICS, 5))).toBe(false);
});

test('a campaign that does no harm does not hold, but for a few cases', () => {
  const HARM: Metric = { name: 'cuts', unit: 'count', better: 'higher', combine: 'sum', perCase: 0.1 };
  const harmed = (cuts: number) => {
    const tally = tallied(Array.from({ length: 30 }, () => 1));
    count(tally, 'update', HARM, cuts);
    return tally;
  };
  const held = (cuts: number, least: number) =>
    heldAll(harmed(cuts), figuresOf('tear', harmed(cuts), [...METRICS, HARM], least));
  expect([held(0, 30), held(2, 30), held(3, 30), held(0, 10)]).toEqual([false, false, true, true]);
});
