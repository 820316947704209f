import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { arbitraryUse, ledgerCells, merge, merged, playOffline, rulesFor } from './testing.ts';

vi.setConfig({ testTimeout: 900_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;
/** Seconds by which clocks are off: several purchases apart, so that histories are not in order. */
const SKEW = 50;
const uses = (max: number, skew = 0) => fc.array(arbitraryUse(2, skew), { maxLength: max });

test('two devices used offline hold after a merge what the ledger says, with their base or without', () => {
  fc.assert(
    fc.property(uses(8, 100), uses(20, 100), (past, since) => {
      const { base, devices, all } = playOffline(past, since, 2);
      const [first, second] = devices;
      if (first === undefined || second === undefined) throw new Error('two devices');
      const rules = rulesFor(1000);
      const expected = ledgerCells(all);
      expect(merged(merge(first, second, { rules })).cells).toEqual(expected);
      expect(merged(merge(first, second, { rules, base })).cells).toEqual(expected);
    }),
    { numRuns },
  );
});

test('where lists were cut, a balance is either what the ledger says or left to a person', () => {
  const outcomes = { merged: 0, conflicts: 0 };
  fc.assert(
    fc.property(
      uses(12),
      uses(14),
      fc.integer({ min: 0, max: 6 }),
      fc.boolean(),
      (past, since, keeps, known) => {
        const { base, devices, all } = playOffline(past, since, 2, keeps);
        const [first, second] = devices;
        if (first === undefined || second === undefined) throw new Error('two devices');
        const result = merge(first, second, { rules: rulesFor(keeps, 2 * SKEW), ...(known ? { base } : {}) });
        outcomes[result.status] += 1;
        if (result.status === 'merged') expect(result.content.cells).toEqual(ledgerCells(all));
      },
    ),
    { numRuns },
  );
  expect(outcomes.merged).toBeGreaterThan(numRuns / 10);
  expect(outcomes.conflicts).toBeGreaterThan(numRuns / 10);
});

test('with the base known, one list that reaches back to it is enough', () => {
  fc.assert(
    fc.property(uses(12), uses(30), fc.integer({ min: 1, max: 5 }), (past, since, keeps) => {
      // Each device at terminals of its own, the second one not so often that its list begins after the base.
      const often = since
        .filter((use) => use.device === 0)
        .map((use) => ({ ...use, terminal: `A${use.terminal}` }));
      const seldom = since.filter((use) => use.device === 1).slice(0, keeps - 1);
      const { base, devices, all } = playOffline(past, [...often, ...seldom], 2, keeps);
      const [first, second] = devices;
      if (first === undefined || second === undefined) throw new Error('two devices');
      expect(merged(merge(first, second, { rules: rulesFor(keeps), base })).cells).toEqual(ledgerCells(all));
    }),
    { numRuns },
  );
});
