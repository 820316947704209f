import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WRITE_STEPS } from '../../../shared/visit/snapshot.ts';
import { filled, ringOf, stateOf, stepNumber } from './fractions.ts';

const progress = fc
  .record({
    step: fc.constantFrom(...WRITE_STEPS),
    total: fc.nat(4000),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ step, total, part }) => ({ step, total, done: Math.floor(part * total) }));

test('the ring shows bytes that were written, and nothing while the old data is copied', () => {
  expect(ringOf({ step: 'copy', done: 240, total: 960 })).toEqual({ ring: 0, proof: null });
  expect(ringOf({ step: 'write', done: 420, total: 1680 })).toEqual({ ring: 0.25, proof: null });
  expect(ringOf({ step: 'verify', done: 840, total: 1680 })).toEqual({ ring: 1, proof: 0.5 });
  expect(ringOf({ step: 'commit', done: 0, total: 64 })).toEqual({ ring: 1, proof: 1 });
});

test('steps before are full, steps after are empty, and no part is outside 0 to 1', () => {
  fc.assert(
    fc.property(progress, (at) => {
      for (const step of WRITE_STEPS) {
        const state = stateOf(at, step);
        const part = filled(at, step);
        if (state === 'done') expect(part).toBe(1);
        if (state === 'todo') expect(part).toBe(0);
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
      }
      expect(WRITE_STEPS.filter((step) => stateOf(at, step) === 'now')).toEqual([at.step]);
      expect(WRITE_STEPS[stepNumber(at) - 1]).toBe(at.step);
    }),
  );
});
