import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ComfortChange, changeComfort, TEXT_SIZES, THEMES } from './comfort.ts';
import { calibratedDensity, defaultComfort } from './defaults.ts';
import { densityOf, formOf } from './form.ts';

const defaults = defaultComfort(new URLSearchParams(), 'de-AT');
const change = fc.oneof(
  fc.constantFrom('text-size', 'theme', 'lowered', 'listening').map((set): ComfortChange => ({ set })),
  fc.constantFrom('fr', 'ar').map((language): ComfortChange => ({ set: 'language', language })),
);

test('after a visit nothing is left of what a person set', () => {
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const then = changes.reduce(changeComfort, defaults);
      expect(changeComfort(then, { set: 'defaults', defaults })).toEqual(defaults);
    }),
  );
});

test('text sizes and themes go round, so that every one is left by the way it came', () => {
  const turned = (set: 'text-size' | 'theme', times: number) =>
    Array.from({ length: times }).reduce<typeof defaults>(
      (comfort) => changeComfort(comfort, { set }),
      defaults,
    );
  expect(turned('text-size', 1).textSize).toBe(1.15);
  expect(turned('text-size', TEXT_SIZES.length)).toEqual(defaults);
  expect(turned('theme', 1).theme).toBe('dark');
  expect(turned('theme', THEMES.length)).toEqual(defaults);
});

test('a kiosk starts as its owner set it, else in the machine’s language', () => {
  expect(defaults).toMatchObject({ language: 'de', theme: 'light', textSize: 1, lowered: false });
  expect(
    defaultComfort(new URLSearchParams('lang=ar&theme=contrast&text=1.3&lowered=1'), 'de'),
  ).toMatchObject({
    language: 'ar',
    theme: 'contrast',
    textSize: 1.3,
    lowered: true,
  });
  expect(defaultComfort(new URLSearchParams('lang=xx&theme=pink&text=9'), 'pt')).toMatchObject({
    language: 'en',
    theme: 'light',
    textSize: 1,
  });
});

test('a millimetre is as long as it was calibrated, or as on the panel that was drawn for', () => {
  expect(densityOf(1080, 1920, null)).toBeCloseTo(4.034, 2);
  expect(densityOf(1280, 800, null)).toBeCloseTo(3.86, 2);
  expect(densityOf(1080, 1920, 5)).toBe(5);
  expect(calibratedDensity(new URLSearchParams('mm=4.2'))).toBe(4.2);
  for (const wrong of ['', '0', '-3', 'x', '400']) {
    expect(calibratedDensity(new URLSearchParams({ mm: wrong }))).toBeNull();
  }
});

test('only a lying panel in desk mode is a desk', () => {
  expect(formOf(1080, 1920, 'desk')).toBe('portrait');
  expect(formOf(1280, 800, 'desk')).toBe('desk');
  expect(formOf(1280, 800, 'self-service')).toBe('landscape');
});
