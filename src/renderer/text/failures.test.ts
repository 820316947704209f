import { expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { troubleOf } from './failures.ts';

test('what says that no card was touched is said only where none was', () => {
  expect(troubleOf(failure('journal-full'))).toBe('kiosk-down');
  expect(troubleOf(failure('journal-full', '', { tokenEffect: 'changed' }))).toBe('not-confirmed');
  expect(troubleOf(failure('image-digest-wrong'))).toBe('data-doubtful');
  expect(troubleOf(failure('image-digest-wrong', '', { tokenEffect: 'changed' }))).toBe('not-confirmed');
});

test('what was written to keeps the words that say what to do with the card', () => {
  expect(troubleOf(failure('token-memory-failed'))).toBe('card-tired');
  expect(troubleOf(failure('verify-mismatch'))).toBe('not-confirmed');
});
