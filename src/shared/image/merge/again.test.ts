import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { forged } from './arbitraries.ts';
import type { MergeInput, MergeResult } from './merge.ts';
import type { Choice, Conflict, Settlements } from './report.ts';
import type { ImageContent } from './state.ts';
import { arbitraryUse, bytesOf, merge, merged, playOffline, rulesFor } from './testing.ts';

vi.setConfig({ testTimeout: 900_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;
const rules = rulesFor(1000);

/** Settles what is open, and what that opens, until nothing is; `undefined` where only the host could. */
function settled(
  first: ImageContent,
  second: ImageContent,
  choose: (choices: readonly Choice[], id: string) => Choice | undefined,
  over: Partial<MergeInput> = {},
): ImageContent | undefined {
  let settlements: Settlements = {};
  for (let round = 0; round < 4; round++) {
    const result: MergeResult = merge(first, second, { rules, settlements, ...over });
    if (result.status === 'merged') return result.content;
    for (const { id, choices } of result.conflicts) {
      const choice = choose(choices, id);
      if (choice === undefined) return undefined;
      settlements = { ...settlements, [id]: choice };
    }
  }
  throw new Error('Conflicts do not end');
}

const isAboutValue = ({ entry, id }: Conflict): boolean =>
  entry === 'transaction' || /^cell \S+ [12]$/.test(id);

const anyChoice = fc.infiniteStream(fc.nat(5)).map((stream) => {
  const numbers = stream[Symbol.iterator]();
  return (choices: readonly Choice[]) => choices[numbers.next().value % choices.length];
});
const only = (choice: Choice) => (choices: readonly Choice[]) => choices.find((c) => c === choice);

test('a merge run again after a tear at any point changes nothing more, nor what was settled again as before', () => {
  let undecided = 0;
  let unsettled = 0;
  fc.assert(
    fc.property(forged, anyChoice, ([a, b], choose) => {
      const result = merge(a, b, { rules });
      const open = result.status === 'conflicts';
      // Of value, an image does not remember what was settled: docs/merge.md.
      if (open && result.conflicts.some(isAboutValue)) return;
      const once = settled(a, b, choose);
      if (once === undefined) {
        undecided += 1;
        return;
      }
      // The tear left the one device or the other as it was, or it came after both.
      for (const [first, second, choice] of [
        [once, b, 'keep-first'],
        [a, once, 'keep-second'],
        [once, once, 'keep-first'],
      ] as const) {
        const again = merge(first, second, { rules });
        const end = again.status === 'merged' ? again.content : settled(first, second, only(choice));
        expect(end === undefined ? undefined : bytesOf(end)).toEqual(bytesOf(once));
      }
      if (!open) unsettled += 1;
    }),
    { numRuns },
  );
  expect(undecided).toBe(0);
  expect(unsettled).toBeGreaterThan(numRuns / 50);
});

test('with the base known too, order does not matter and a merge run again after a tear changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryUse(2, 30), { maxLength: 8 }),
      fc.array(arbitraryUse(2, 30), { maxLength: 16 }),
      (past, since) => {
        const { base, devices } = playOffline(past, since, 2);
        const [a, b] = devices;
        if (a === undefined || b === undefined) throw new Error('two devices');
        const join = (x: ImageContent, y: ImageContent) => bytesOf(merged(merge(x, y, { rules, base })));
        const once = merged(merge(a, b, { rules, base }));
        const bytes = bytesOf(once);
        expect(join(b, a)).toEqual(bytes);
        for (const [x, y] of [
          [once, b],
          [a, once],
          [once, once],
          [b, once],
        ] as const)
          expect(join(x, y)).toEqual(bytes);
      },
    ),
    { numRuns },
  );
});
