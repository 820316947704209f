import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../shared/contract/ipc.ts';
import type { ImageChange } from '../../shared/image/change.ts';
import { formatFor } from './format.ts';
import { createI18n, translator } from './translate.ts';
import type { Text } from './use-text.ts';
import { amountWords, balancesInWords, cellWords, namesOf } from './words.ts';

const textIn = (language: Language): Text => ({
  language,
  t: translator(createI18n(language), language),
  format: formatFor(language),
});
const plain = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2068\u2069\u200e\u200f\u061c]/g, '');

const points = (balance: number) => ({ kind: 'points', balance, label: null }) as const;
const row = (delta: number) =>
  ({
    programme: 'HARBOUR',
    kind: 'points',
    before: points(0),
    after: points(delta),
    change: 'changed',
    delta,
  }) as const;
const pointsIn = (language: Language, count: number): string =>
  plain(amountWords(row(count), count, textIn(language)));

test('one and many are told apart in each language', () => {
  expect([1, 2].map((count) => pointsIn('en', count))).toEqual(['1 point', '2 points']);
  expect([1, 2].map((count) => pointsIn('de', count))).toEqual(['1 Punkt', '2 Punkte']);
  expect([0, 1, 2].map((count) => pointsIn('fr', count))).toEqual(['0 point', '1 point', '2 points']);
  expect([1, 2].map((count) => pointsIn('es', count))).toEqual(['1 punto', '2 puntos']);
  expect([1, 2].map((count) => pointsIn('tr', count))).toEqual(['1 puan', '2 puan']);
  expect([1, 2].map((count) => pointsIn('zh', count))).toEqual(['1 积分', '2 积分']);
});

test('whole millions take "de" in French and Spanish', () => {
  expect(pointsIn('fr', 2_000_000)).toBe('2 000 000 de points');
  expect(pointsIn('es', 2_000_000)).toBe('2.000.000 de puntos');
  expect(pointsIn('fr', 2_000_001)).toBe('2 000 001 points');
});

test('Arabic counts in its six forms', () => {
  expect([0, 1, 2, 3, 11, 100].map((count) => pointsIn('ar', count))).toEqual([
    '0 نقطة',
    'نقطة واحدة',
    'نقطتان',
    '3 نقاط',
    '11 نقطة',
    '100 نقطة',
  ]);
});

test('values keep their own direction inside Arabic, and stay bare elsewhere', () => {
  expect(textIn('ar').t('common.name.card', { last: '4417' })).toBe('بطاقة تنتهي بـ \u20684417\u2069');
  expect(textIn('de').t('common.name.card', { last: '4417' })).toBe('Karte mit Endnummer 4417');
});

describe.each(LANGUAGES)('in %s', (language) => {
  const text = textIn(language);

  test('a card and a phone are named by their last four digits only', () => {
    for (const key of ['card', 'phone', 'theCard', 'thePhone'] as const) {
      const name = text.t(`common.name.${key}`, { last: '4417' });
      expect(name.match(/\d+/g)).toEqual(['4417']);
    }
  });

  test('every kind of cell has a value and a word for it', () => {
    const cells = [
      points(1240),
      { kind: 'purse', balance: 1840, currency: 'EUR' },
      { kind: 'coupons', count: 3, uses: 3, titles: ['Coffee'] },
      { kind: 'ticket', title: 'Coach 4', validTo: '2031-11-28' },
      { kind: 'ticket', title: 'Coach 4', validTo: null },
      { kind: 'membership', level: 'Gold' },
      { kind: 'preferences', count: 4 },
      { kind: 'opaque', bytes: 48 },
    ] as const;
    for (const cell of cells) {
      const { value, label } = cellWords(cell, text);
      expect(value).toMatch(/\S/);
      expect(label).toMatch(/\p{L}/u);
      expect(label).not.toMatch(/^(common|screens)\.|\{\{/);
    }
  });

  test('what the person has now is said with points and money', () => {
    const change: ImageChange = {
      beforeKnown: true,
      rows: [
        row(170),
        {
          programme: 'WALLET',
          kind: 'purse',
          before: null,
          after: { kind: 'purse', balance: 2390, currency: 'EUR' },
          change: 'added',
          delta: 2390,
        },
      ],
    };
    const have = text.t('screens.done.have', { list: text.format.list(balancesInWords(change, text)) });
    expect(plain(have)).toContain('170');
    expect(plain(have)).toMatch(/23[.,]90/);
    expect(have).not.toContain('{{');
  });
});

test('programmes of the same kind are told apart by name, a single one is not named', () => {
  const rows = [
    { kind: 'points', programme: 'HARBOUR' },
    { kind: 'points', programme: 'BAKERY' },
    { kind: 'purse', programme: 'WALLET' },
  ];
  expect(namesOf(rows)).toEqual(['HARBOUR', 'BAKERY', null]);
});
