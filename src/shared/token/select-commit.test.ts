import { expect, test } from 'vitest';
import { crc32 } from '../image/bytes.ts';
import { codeOf, must } from '../testing/results.ts';
import { CLEAR_INDICATOR, type CommitRecord, EF_COMMIT, selectCommit } from './ef-commit.ts';

const record = (sequence: number): CommitRecord => ({
  sequence,
  slot: 'A',
  imageSequence: sequence,
  imageLength: 10,
  digest: 'ab'.repeat(32),
  indicator: CLEAR_INDICATOR,
  logSequence: 0,
});
const bytes = (sequence: number): Uint8Array => EF_COMMIT.encode(record(sequence));
const torn = (sequence: number): Uint8Array => bytes(sequence).fill(0xff, 40);

test('the higher sequence counts, whichever record it is in', () => {
  expect(must(selectCommit(bytes(5), bytes(4)))).toEqual({
    current: record(5),
    currentRecord: 1,
    previous: record(4),
  });
  expect(must(selectCommit(bytes(5), bytes(6)))).toEqual({
    current: record(6),
    currentRecord: 2,
    previous: record(5),
  });
});

test('sequences are unsigned', () => {
  expect(must(selectCommit(bytes(0x7fff_ffff), bytes(0x8000_0000))).currentRecord).toBe(2);
});

test('a torn record loses to its twin, however high its sequence', () => {
  expect(must(selectCommit(torn(9), bytes(4)))).toEqual({
    current: record(4),
    currentRecord: 2,
    previous: null,
  });
  expect(must(selectCommit(bytes(4), torn(9)))).toEqual({
    current: record(4),
    currentRecord: 1,
    previous: null,
  });
});

test('two torn records are damage', () => {
  expect(codeOf(selectCommit(torn(4), torn(5)))).toBe('token-damaged');
  expect(codeOf(selectCommit(new Uint8Array(0), new Uint8Array(0)))).toBe('token-damaged');
});

test('a record of a later version fails the token, lest it be overwritten', () => {
  const later = bytes(5);
  later[0] = 2;
  new DataView(later.buffer).setUint32(64, crc32(later.subarray(0, 64)));
  expect(codeOf(selectCommit(later, bytes(4)))).toBe('token-layout-unknown');
  expect(codeOf(selectCommit(bytes(4), later))).toBe('token-layout-unknown');
});
