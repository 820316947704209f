import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { must } from '../../testing/results.ts';
import { decodeImage } from '../codec.ts';
import { CardImageSchema } from '../model.ts';
import { devices, forged, pair } from './arbitraries.ts';
import { type Choice, MergeReportSchema, type ReportEntry } from './report.ts';
import type { ImageContent } from './state.ts';
import { bytesOf, merge, merged, rulesFor } from './testing.ts';

vi.setConfig({ testTimeout: 900_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;
const rules = rulesFor(1000);
test('an image merged with itself stays as it is, to the byte', () => {
  fc.assert(
    fc.property(pair(), ([a]) => {
      expect(bytesOf(merged(merge(a, a, { rules })))).toEqual(bytesOf(a));
      expect(bytesOf(merged(merge(a, a, { rules, base: a })))).toEqual(bytesOf(a));
    }),
    { numRuns },
  );
});

const MIRROR: Record<string, string> = {
  'kept-from-first': 'kept-from-second',
  'kept-from-second': 'kept-from-first',
  first: 'second',
  second: 'first',
};
const mirrored = ({ from, fate, values, ...rest }: ReportEntry) => ({
  ...rest,
  from: MIRROR[from] ?? from,
  fate: MIRROR[fate] ?? fate,
  ...(values === undefined ? {} : { values: { ...values, first: values.second, second: values.first } }),
});
const settleAll = (ids: readonly string[], choice: Choice) =>
  Object.fromEntries(ids.map((id) => [id, choice]));

test('which side is first changes neither bytes nor report, whatever was settled', () => {
  fc.assert(
    fc.property(forged, ([a, b]) => {
      const one = merge(a, b, { rules });
      const other = merge(b, a, { rules });
      expect(other.status).toBe(one.status);
      expect(other.report.entries.map(mirrored)).toEqual(one.report.entries);
      if (one.status === 'merged') expect(bytesOf(merged(other))).toEqual(bytesOf(one.content));
      else {
        const ids = one.conflicts.map(({ id }) => id);
        const settled = merge(a, b, { rules, settlements: settleAll(ids, 'keep-first') });
        const swapped = merge(b, a, { rules, settlements: settleAll(ids, 'keep-second') });
        expect(swapped.status).toBe(settled.status);
        expect(swapped.report.entries.map(mirrored)).toEqual(settled.report.entries);
        if (settled.status === 'merged') expect(bytesOf(merged(swapped))).toEqual(bytesOf(settled.content));
      }
    }),
    { numRuns },
  );
});

test('three devices come together in any grouping, for what the issuer signed in order', () => {
  fc.assert(
    fc.property(devices(3, true), ([a, b, c]) => {
      if (a === undefined || b === undefined || c === undefined) throw new Error('three devices');
      const join = (x: ImageContent, y: ImageContent) => merged(merge(x, y, { rules }));
      const left = join(join(a, b), c);
      expect(bytesOf(join(a, join(b, c)))).toEqual(bytesOf(left));
      expect(bytesOf(join(join(c, a), b))).toEqual(bytesOf(left));
    }),
    { numRuns },
  );
});

test('what was merged takes in the same side again without a change', () => {
  fc.assert(
    fc.property(pair(true), ([a, b]) => {
      const once = merged(merge(a, b, { rules }));
      for (const side of [a, b, once])
        expect(bytesOf(merged(merge(once, side, { rules })))).toEqual(bytesOf(once));
    }),
    { numRuns },
  );
});

/** The id that the report has for each entry of an image. */
function idsOf(image: ImageContent): string[] {
  const codes = { points: 1, purse: 2, coupons: 3, ticket: 4, membership: 5, preferences: 6 };
  return [
    ...image.transactions.map((t) => `transaction ${t.terminal} ${t.counter}`),
    ...image.cells.flatMap((cell) => {
      const key = `${cell.programme} ${cell.kind === 'opaque' ? cell.code : codes[cell.kind]}`;
      const items =
        cell.kind === 'coupons'
          ? cell.payload.coupons.map((c) => `coupon ${key} ${c.id}`)
          : cell.kind === 'preferences'
            ? cell.payload.entries.map((p) => `preference ${key} ${p.key}`)
            : [];
      return [`cell ${key}`, ...items];
    }),
  ];
}

test('every entry of either side is in the report, and in the image unless the report says otherwise', () => {
  fc.assert(
    fc.property(forged, fc.integer({ min: 450, max: 900 }), ([a, b], capacity) => {
      const result = merge(a, b, { rules, capacity });
      const report = new Map(result.report.entries.map((entry) => [entry.id, entry]));
      expect(report.size).toBe(result.report.entries.length);
      const kept = new Set(result.status === 'merged' ? idsOf(result.content) : []);
      for (const id of new Set([...idsOf(a), ...idsOf(b)])) {
        const entry = report.get(id);
        if (result.status === 'merged') expect(kept.has(id), id).toBe(entry?.fate !== 'dropped');
        expect(entry, id).toBeDefined();
      }
      if (result.status === 'merged') expect(bytesOf(result.content).length).toBeLessThanOrEqual(capacity);
      else expect(result.conflicts.length).toBeGreaterThan(0);
    }),
    { numRuns },
  );
});

test('what is merged is an image, and the same inputs give the same bytes and the same report', () => {
  fc.assert(
    fc.property(forged, ([a, b]) => {
      const result = merge(a, b, { rules });
      const again = merge(structuredClone(a), structuredClone(b), { rules });
      expect(JSON.stringify(again.report)).toBe(JSON.stringify(result.report));
      expect(MergeReportSchema.parse(JSON.parse(JSON.stringify(result.report)))).toEqual(result.report);
      if (result.status === 'conflicts') return;
      const bytes = bytesOf(result.content);
      expect(bytesOf(merged(again))).toEqual(bytes);
      expect(CardImageSchema.safeParse(must(decodeImage(bytes))).success).toBe(true);
    }),
    { numRuns },
  );
});
