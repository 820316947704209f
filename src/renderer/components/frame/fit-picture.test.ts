import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPicture } from './fit-picture.ts';

const PANEL = { height: 1920, width: 1080 };

test('the drawing stays in its place where there is room', () => {
  expect(fitPicture({ top: 500, bottom: 1300, ...PANEL })).toEqual({ scale: 1, shift: 0 });
});

test('it goes where nothing of it could be told', () => {
  expect(fitPicture({ top: 800, bottom: 900, ...PANEL }).scale).toBe(0);
});

test('it never grows, and what is left of it fits between the words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1900 }), fc.integer({ min: 0, max: 1900 }), (top, room) => {
      const { scale, shift } = fitPicture({ top, bottom: top + room, ...PANEL });
      expect(scale).toBeLessThanOrEqual(1);
      if (scale === 0 || shift === 0) return;
      expect(918 + shift - 395 * scale).toBeGreaterThanOrEqual(top - 1);
      expect(918 + shift + 300 * scale).toBeLessThanOrEqual(top + room + 1);
    }),
  );
});
