import { expect, test } from 'vitest';
import { toResources } from './catalogue.ts';
import { en } from './en/index.ts';
import { spokenOf } from './spoken.ts';
import { textIn } from './testing.ts';

test('a phone is called a phone, and what is said of both kinds alike stays', () => {
  const text = textIn('en');
  expect(spokenOf('phone', text).t('screens.removed.title')).toBe('Hold your phone to the reader again');
  expect(spokenOf('card', text).t('screens.removed.title')).toBe('Put the same card back');
  expect(spokenOf('phone', text).t('screens.offer.after')).toBe('After the update');
});

test('every text for phones stands for one that there is', () => {
  const all = new Set(Object.keys(toResources(en)));
  expect(Object.keys(toResources(en.phone)).filter((key) => !all.has(key))).toEqual([]);
});
