import { expect, test } from 'vitest';
import { mutateBytes } from './fuzz/mutate-bytes.ts';
import { mutateTree } from './fuzz/mutate-tree.ts';
import { fuzzSuite, SURFACES } from './fuzz.ts';
import { Random } from './random.ts';
import { wholeRun } from './suite.ts';
import { casesOf } from './tally.ts';

const INPUTS = 20_000;

test(`${INPUTS} inputs are accepted or refused by everything that takes any, and do no harm`, async () => {
  const tally = await fuzzSuite.run(wholeRun(11, INPUTS));
  expect(tally.findings).toEqual([]);
  expect(casesOf(tally)).toBe(INPUTS);
  for (const { name } of SURFACES) {
    expect(tally.groups[name]?.cases, name).toBeGreaterThan(0);
    // Inputs that are all refused at the door prove nothing about what is behind it.
    expect(tally.groups[name]?.accepted, name).toBeGreaterThan(0);
  }
}, 300_000);

test('a seed gives the same mutations again, and most of them change something', () => {
  const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);
  const value = { a: [1, 'two', { b: null }], c: 'x' };
  const both = (seed: number) => {
    const random = new Random(seed);
    return JSON.stringify([[...mutateBytes(random, bytes)], mutateTree(random, value)]);
  };
  const all = Array.from({ length: 200 }, (_, seed) => both(seed));
  expect(Array.from({ length: 200 }, (_, seed) => both(seed))).toEqual(all);
  expect(new Set(all).size).toBeGreaterThan(190);
  expect(value).toEqual({ a: [1, 'two', { b: null }], c: 'x' });
});
