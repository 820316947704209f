import { describe, expect, test } from 'vitest';
import type { Language } from '../../shared/contract/ipc.ts';
import { formatFor } from './format.ts';

/** No-break spaces are part of how money is written; here they are shown as plain ones. */
const plain = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f\u061c]/g, '');

const WRITTEN: readonly [
  Language,
  { number: string; money: string; less: string; percent: string; date: string },
][] = [
  ['en', { number: '1,241,750', money: '€23.90', less: '-€5.50', percent: '62%', date: '28 Nov 2031' }],
  ['de', { number: '1.241.750', money: '23,90 €', less: '-5,50 €', percent: '62 %', date: '28. Nov. 2031' }],
  ['fr', { number: '1 241 750', money: '23,90 €', less: '-5,50 €', percent: '62 %', date: '28 nov. 2031' }],
  ['es', { number: '1.241.750', money: '23,90 €', less: '-5,50 €', percent: '62 %', date: '28 nov 2031' }],
  ['tr', { number: '1.241.750', money: '€23,90', less: '-€5,50', percent: '%62', date: '28 Kas 2031' }],
  ['ar', { number: '1,241,750', money: '23.90 €', less: '-5.50 €', percent: '62%', date: '28 نوفمبر 2031' }],
  ['zh', { number: '1,241,750', money: '€23.90', less: '-€5.50', percent: '62%', date: '2031年11月28日' }],
];

describe.each(WRITTEN)('in %s', (language, written) => {
  const format = formatFor(language);

  test('numbers, money, parts and dates are written as people there write them', () => {
    expect(plain(format.number(1_241_750))).toBe(written.number);
    expect(plain(format.money(2390, 'EUR'))).toBe(written.money);
    expect(plain(format.money(-550, 'EUR'))).toBe(written.less);
    expect(plain(format.percent(0.62))).toBe(written.percent);
    expect(plain(format.date('2031-11-28'))).toBe(written.date);
  });

  test('currencies keep their own number of decimals', () => {
    expect(plain(format.money(1500, 'JPY'))).toMatch(/1[.,\s]?500/);
    expect(plain(format.money(1500, 'KWD'))).toMatch(/1[.,]500/);
  });

  test('what is left is counted down in minutes and seconds, and never below nothing', () => {
    expect(format.remaining(108_000)).toBe('1:48');
    expect(format.remaining(53_001)).toBe('0:54');
    expect(format.remaining(-1)).toBe('0:00');
  });

  test('a time of day has 24 hours', () => {
    const afternoon = new Date(2026, 10, 22, 14, 32).getTime();
    expect(format.clock(afternoon)).toBe('14:32');
    expect(format.moment(afternoon)).toContain('14:32');
  });
});

test('a date of this year leaves the year out', () => {
  const year = new Date().getFullYear();
  expect(formatFor('en').date(`${year}-11-28`)).toBe('28 Nov');
  expect(formatFor('zh').date(`${year}-11-28`)).toBe('11月28日');
});

test('a date does not move with the time zone of the machine', () => {
  expect(formatFor('de').date('2031-01-01')).toContain('1. Jan');
});

test('a list is joined as the language joins it', () => {
  const items = ['A', 'B'];
  expect(formatFor('en').list(items)).toBe('A and B');
  expect(formatFor('de').list(items)).toBe('A und B');
  expect(formatFor('es').list(items)).toBe('A y B');
  expect(formatFor('zh').list(items)).toBe('A和B');
  expect(formatFor('ar').list(items)).toBe('A وB');
});

test('sentences stand apart, but for the ones that bring their own room', () => {
  expect(formatFor('en').sentences(['One.', 'Two.'])).toBe('One. Two.');
  expect(formatFor('zh').sentences(['一。', '二。'])).toBe('一。二。');
});
