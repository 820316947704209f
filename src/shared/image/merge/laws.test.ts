import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { must } from '../../testing/results.ts';
import { sortCells } from '../canonical.ts';
import { decodeImage } from '../codec.ts';
import { CardImageSchema, type Cell, type Coupon, type Transaction } from '../model.ts';
import { type Choice, MergeReportSchema, type ReportEntry } from './report.ts';
import type { ImageContent } from './state.ts';
import { arbitraryUse, bytesOf, merge, merged, playOffline, rulesFor } from './testing.ts';

vi.setConfig({ testTimeout: 120_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;
const rules = rulesFor(1000);
const small = fc.integer({ min: 0, max: 3 });
const head = { programme: 'CAFE', owner: 'owner' };

/** Titles follow the id and contents the version where a law holds only for what the issuer signed in order. */
const otherCells = (orderly: boolean): fc.Arbitrary<Cell[]> => {
  const title = orderly ? fc.constant('Title') : fc.constantFrom('One', 'Other');
  const coupon = fc
    .record({ id: fc.constantFrom('C1', 'C2', 'C3', 'C4'), title, usesLeft: small })
    .map((c): Coupon => (c.id === 'C4' ? { ...c, expiresOn: '2030-01-01' } : c));
  const coupons = fc
    .tuple(small, fc.uniqueArray(coupon, { selector: (c) => c.id }))
    .map(([version, list]): Cell => ({ ...head, kind: 'coupons', version, payload: { coupons: list } }));
  const ticket = fc.tuple(small, title).map(
    ([version, words]): Cell => ({
      ...head,
      kind: 'ticket',
      version,
      payload: { title: words, reference: `R${version}` },
    }),
  );
  const preference = fc.record({
    key: fc.constantFrom('mail', 'sms', 'lang'),
    value: orderly ? fc.boolean() : fc.constantFrom(true, false, 'de', 'fr'),
    changedAt: small,
  });
  const preferences = fc
    .uniqueArray(preference, { selector: (p) => p.key })
    .map((entries): Cell => ({ ...head, kind: 'preferences', version: 1, payload: { entries } }));
  const byte = orderly ? fc.constant(7) : fc.integer({ min: 7, max: 8 });
  const opaque = byte.map(
    (n): Cell => ({ ...head, kind: 'opaque', code: 9, version: 1, payload: { bytes: Uint8Array.of(n) } }),
  );
  const maybe = (cell: fc.Arbitrary<Cell>) => fc.option(cell, { nil: undefined });
  return fc
    .tuple(maybe(coupons), maybe(ticket), maybe(preferences), maybe(opaque))
    .map((cells) => cells.filter((cell) => cell !== undefined));
};

/** Images of devices that were used offline, each with cells of its own besides. */
const devices = (count: number, orderly: boolean): fc.Arbitrary<ImageContent[]> =>
  fc
    .tuple(
      fc.array(arbitraryUse(count), { maxLength: 6 }),
      fc.array(arbitraryUse(count), { maxLength: 12 }),
      fc.tuple(...Array.from({ length: count }, () => otherCells(orderly))),
    )
    .map(([past, uses, others]) =>
      playOffline(past, uses, count).devices.map((device, n) => ({
        ...device,
        cells: sortCells([...device.cells, ...(others[n] ?? [])]),
      })),
    );
const pair = (orderly = false) => devices(2, orderly).map(([a, b]) => [a, b] as [ImageContent, ImageContent]);

/** Two images that may also list one transaction with two bodies. */
const forged = fc
  .tuple(pair(), fc.boolean())
  .map(([[a, b], forge]): [ImageContent, ImageContent] => [
    a,
    forge
      ? { ...b, transactions: b.transactions.map((t, n): Transaction => (n === 0 ? { ...t, amount: 9 } : t)) }
      : b,
  ]);

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
