import { expect, test } from 'vitest';
import { RECORDS } from '../../gallery/records-sample.ts';
import { found } from './found.ts';

const referencesOf = (asked: string) => found(RECORDS, asked).map(({ reference }) => reference);

test('everything is there while nothing is asked', () => {
  expect(found(RECORDS, ' ')).toEqual(RECORDS);
});

test('a reference is found however it is typed, also by its beginning', () => {
  for (const asked of ['R-77A1B0C3', 'r77a1b0c3', '77a1 b0', ' R-77A '])
    expect(referencesOf(asked)).toEqual(['R-77A1B0C3']);
});

test('a device is found by its last four digits in every job that it took part in', () => {
  expect(referencesOf('9082')).toEqual(['R-3C91A0E4', 'R-51D0C7B2']);
  expect(referencesOf('082')).toEqual([]);
});
