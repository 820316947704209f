import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Play, type Step, type World } from './world.ts';

vi.setConfig({ testTimeout: 900_000 });
const long = process.env.RECARD_LONG !== undefined;
const SKEW = 50;

const TERMINALS = ['T1', 'T2', 'T3'];
const ACTIONS = ['spend', 'topup', 'earn'] as const;
const TEARS = ['none', 'first', 'second'] as const;
/** Uses are the most frequent, so that devices have something of their own whenever they meet. */
const DOES = [
  ...Array.from({ length: 10 }, () => 'use' as const),
  'visit',
  'visit',
  'synchronize',
  'merge',
  'merge',
  'merge',
  'lose',
  'find',
] as const;

/** A step from a number: generated in no time, and shrunk to a lower one. */
function stepOf(code: number): Step {
  let rest = code;
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[rest % list.length];
    rest = Math.floor(rest / list.length);
    if (picked === undefined) throw new Error('An empty list');
    return picked;
  };
  const what = pick(DOES);
  const device = pick([0, 1]);
  if (what === 'merge') return { do: what, device, tear: pick(TEARS), knowsBase: pick([true, false]) };
  if (what !== 'use') return { do: what, device };
  return {
    do: 'use',
    device,
    terminal: pick(TERMINALS),
    programme: pick(['SHOP', 'CAFE']),
    action: pick(ACTIONS),
    // Small, so that different purchases often cost the same.
    amount: pick([1, -1, 2, -2, 3, -3, 0]),
    skew: pick(Array.from({ length: 2 * SKEW + 1 }, (_, n) => n - SKEW)),
  };
}

const steps = fc
  .array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 40, size: 'max' })
  .map((codes) => codes.map(stepOf));

function playAll(world: World, numRuns: number) {
  const outcomes = { merged: 0, conflicts: 0 };
  fc.assert(
    fc.property(steps, (history) => {
      const play = new Play(world);
      for (const step of history) play.play(step);
      outcomes.merged += play.outcomes.merged;
      outcomes.conflicts += play.outcomes.conflicts;
    }),
    { numRuns },
  );
  return outcomes;
}

test('no purse gains or loses a cent in any history of two devices, and nothing is left to a person', () => {
  const numRuns = long ? 100_000 : 2_000;
  const { merged, conflicts } = playAll({ keeps: 1000, skew: 1000, capacity: undefined }, numRuns);
  expect(merged).toBeGreaterThan(numRuns);
  expect(conflicts).toBe(0);
});

test.each([
  ['lists are cut to the latest', { keeps: 6, skew: SKEW, capacity: undefined }],
  ['lists are cut for want of room', { keeps: 1000, skew: SKEW, capacity: 320 }],
])('where %s, no cent is gained or lost either: it is merged rightly or left to a person', (_, world) => {
  const numRuns = long ? 50_000 : 2_000;
  const { merged, conflicts } = playAll(world, numRuns);
  expect(merged).toBeGreaterThan(numRuns / 2);
  expect(conflicts).toBeGreaterThan(0);
});
