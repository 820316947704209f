import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf, must } from '../../shared/testing/results.ts';
import { hashPin } from '../config/pin.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/open.ts';
import { mayExit } from './staff-exit.ts';

const pinHash = hashPin('271828');
let folder: string;
let journal: Journal;
let now: number;
const exit = (pin: string, writing = false, hash: string | undefined = pinHash) =>
  mayExit({ pinHash: hash, journal, isWriting: () => writing, now: () => now }, pin);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recard-exit-'));
  now = Date.UTC(2026, 10, 22, 12);
  journal = must(openJournal({ path: path.join(folder, 'journal.db'), now: () => now })).journal;
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

test('the right PIN opens the way out, a wrong one does not', () => {
  expect(codeOf(exit('314159'))).toBe('pin-wrong');
  expect(exit('271828').ok).toBe(true);
});

test('in mid-write nobody leaves, not even with the right PIN', () => {
  expect(codeOf(exit('271828', true))).toBe('exit-while-writing');
});

test('after five wrong PINs the pad is deaf for five minutes, also to the right one', () => {
  for (let tries = 0; tries < 5; tries++) expect(codeOf(exit('000000'))).toBe('pin-wrong');
  expect(codeOf(exit('271828'))).toBe('pin-locked');
  now += 5 * 60_000;
  expect(exit('271828').ok).toBe(true);
});

test('without a PIN configured there is no way out by PIN', () => {
  expect(
    codeOf(mayExit({ pinHash: undefined, journal, isWriting: () => false, now: () => now }, '1234')),
  ).toBe('action-not-possible');
});
