import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CARD, GRIP, heightOf, POSES, REST, shiftOf } from './poses.ts';
import { planeMatrix, project } from './projection.ts';

const place = fc.record({
  x: fc.double({ min: -500, max: 500, noNaN: true }),
  y: fc.double({ min: -500, max: 500, noNaN: true }),
  z: fc.double({ min: -200, max: 600, noNaN: true }),
});

test('a point lands where the drawing’s geometry says', () => {
  const landed = project({ x: 1000, y: 1000, z: 1000 });
  expect(landed.x).toBeCloseTo(882.9 + 469.5, 0);
  expect(landed.y).toBeCloseTo(-291.1 + 547.4 - 784.6, 0);
});

test('the projection is parallel: the same step is the same step anywhere', () => {
  fc.assert(
    fc.property(place, place, place, (a, b, step) => {
      const moved = (from: typeof a) =>
        project({ x: from.x + step.x, y: from.y + step.y, z: from.z + step.z });
      expect(moved(a).x - project(a).x).toBeCloseTo(moved(b).x - project(b).x, 6);
      expect(moved(a).y - project(a).y).toBeCloseTo(moved(b).y - project(b).y, 6);
    }),
  );
});

test('the matrix of a plane draws its points where the projection has them', () => {
  fc.assert(
    fc.property(place, ({ x, y, z }) => {
      const values = planeMatrix(z).slice('matrix('.length, -1).split(' ').map(Number);
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
      const there = project({ x, y, z });
      // the matrix is written with four decimals, its origin with one
      expect(Math.abs(a * x + c * y + e - there.x)).toBeLessThan(0.2);
      expect(Math.abs(b * x + d * y + f - there.y)).toBeLessThan(0.2);
    }),
  );
});

test('lying on the reader, the card is not moved, and every other pose is above it', () => {
  expect(shiftOf('resting')).toEqual({ x: 0, y: 0 });
  expect(heightOf('resting')).toBe(0);
  for (const pose of POSES.filter((other) => other !== 'resting')) {
    expect(shiftOf(pose).y).toBeLessThan(0);
    expect(heightOf(pose)).toBeGreaterThan(0);
  }
});

test('a card that hovers does so straight above its place', () => {
  for (const pose of ['offered', 'rising', 'returning'] as const) expect(shiftOf(pose).x).toBeCloseTo(0);
});

test('the hand holds the card at its right edge', () => {
  const edge = project({ x: CARD.width / 2, y: -10, z: REST });
  expect(GRIP.x).toBeLessThan(edge.x);
  expect(GRIP.x).toBeGreaterThan(project({ x: CARD.width / 4, y: -10, z: REST }).x);
});
