import { expect, test } from 'vitest';
import { MERGED, OPEN } from '../gallery/merge-sample.ts';
import { certainResult, whyWords } from './row-words.ts';
import { plain, textIn } from './testing.ts';

const english = textIn('en');

test('a result that was added up is explained as a sum', () => {
  expect(MERGED.rows.map((row) => plain(whyWords(row, english)))).toEqual([
    '1,240 + 170',
    '€18.40 + €5.50',
    '1 + 1',
    'issuer’s newer version',
  ]);
});

test('a result below what the first one has is explained as a difference', () => {
  const [points] = MERGED.rows;
  if (points === undefined) throw new Error('the sample has no rows');
  const less = { ...points, delta: { first: -40, second: 330 } };
  expect(plain(whyWords(less, english))).toBe('1,240 − 40');
});

test('while anything is open, only what is certain is shown as a result', () => {
  expect(OPEN.rows.map((row) => certainResult(row)?.kind ?? null)).toEqual(['points', null, null, 'ticket']);
  expect(MERGED.rows.map((row) => certainResult(row)?.kind)).toEqual([
    'points',
    'purse',
    'coupons',
    'ticket',
  ]);
});
