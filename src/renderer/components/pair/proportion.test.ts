import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MANY } from '../../gallery/changes.ts';
import { inReadingOrder, pagesOf } from './order.ts';
import { pieces, proportionOf } from './proportion.ts';

const points = (balance: number) => ({ kind: 'points', balance, label: null }) as const;

test('what was there keeps its part and what is new is added to it', () => {
  expect(proportionOf({ before: points(75), after: points(100) })).toEqual({
    kept: 0.75,
    gained: 0.25,
    lost: 0,
  });
  expect(proportionOf({ before: points(100), after: points(75) })).toEqual({
    kept: 0.75,
    gained: 0,
    lost: 0.25,
  });
  expect(proportionOf({ before: null, after: points(5) })).toEqual({ kept: 0, gained: 1, lost: 0 });
  expect(proportionOf({ before: points(0), after: points(0) })).toEqual({ kept: 0, gained: 0, lost: 0 });
});

test('a balance below zero draws nothing, and never more than a full picture', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (then, now) => {
      const { kept, gained, lost } = proportionOf({ before: points(then), after: points(now) });
      for (const part of [kept, gained, lost]) expect(part).toBeGreaterThanOrEqual(0);
      expect(kept + gained + lost).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test('something that is there has a piece at least, nothing has none', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 99 }),
      (part, whole) => {
        const count = pieces(part, whole, 6);
        expect(count).toBeLessThanOrEqual(6);
        expect(count > 0).toBe(part > 0);
      },
    ),
  );
});

test('changes are read first, then what goes, and what stays last', () => {
  const order = inReadingOrder(MANY.rows).map((row) => row.change);
  expect(order.lastIndexOf('changed')).toBeLessThan(order.indexOf('removed'));
  expect(order.lastIndexOf('removed')).toBeLessThan(order.indexOf('same'));
});

test('pages hold every row once, in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, size) => {
      const pages = pagesOf(items, size);
      expect(pages.flat()).toEqual(items);
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(size);
    }),
  );
});
