import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from './projection.ts';
import { closedPath, hull, roundedOutline } from './shapes.ts';

const points = fc.array(
  fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) }),
  { minLength: 3, maxLength: 40 },
);
const turn = (o: Point, a: Point, b: Point) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
const sides = (corners: readonly Point[]) =>
  corners.map((corner, index) => [corner, corners[(index + 1) % corners.length] ?? corner] as const);

test('no point lies outside its hull', () => {
  fc.assert(
    fc.property(points, (all) => {
      for (const [from, to] of sides(hull(all)))
        for (const point of all) expect(turn(from, to, point)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('the hull of a hull is the same hull, and its corners are points of the shape', () => {
  fc.assert(
    fc.property(points, (all) => {
      const corners = hull(all);
      expect(hull(corners)).toEqual(corners);
      for (const corner of corners) expect(all).toContainEqual(corner);
    }),
  );
});

test('a rounded outline keeps to its rectangle and reaches every side of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 900 }),
      fc.integer({ min: 20, max: 900 }),
      fc.integer({ min: 1, max: 10 }),
      (width, depth, radius) => {
        const outline = roundedOutline(width, depth, radius);
        expect(Math.max(...outline.map((p) => p.x))).toBeCloseTo(width / 2);
        expect(Math.min(...outline.map((p) => p.x))).toBeCloseTo(-width / 2);
        expect(Math.max(...outline.map((p) => p.y))).toBeCloseTo(depth / 2);
        expect(Math.min(...outline.map((p) => p.y))).toBeCloseTo(-depth / 2);
      },
    ),
  );
});

test('a path is written with tenths at most', () => {
  expect(
    closedPath([
      { x: 1 / 3, y: 2 },
      { x: -0.04, y: 5.55 },
    ]),
  ).toBe('M0.3 2L0 5.6Z');
});
