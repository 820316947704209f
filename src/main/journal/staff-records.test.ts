import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import { openJournal } from './open.ts';
import { must, NOON, sampleIntent, scratch } from './testing/samples.ts';

let journal: Journal;
let path: string;
let remove: () => void;
let now = NOON;

const open = () => must(openJournal({ path, now: () => now })).journal;

beforeEach(() => {
  now = NOON;
  ({ path, remove } = scratch());
  journal = open();
});
afterEach(() => {
  journal.close();
  remove();
});

test('settings keep any JSON value until it is replaced', () => {
  expect(must(journal.readSetting('reader'))).toBeUndefined();
  must(journal.writeSetting('reader', { name: 'Gate', tries: [1, null] }));
  journal.close();
  journal = open();
  expect(must(journal.readSetting('reader'))).toEqual({ name: 'Gate', tries: [1, null] });
  must(journal.writeSetting('reader', null));
  expect(must(journal.readSetting('reader'))).toBeNull();
});

test('a visit is logged with four digits of its token and nothing else of it', () => {
  const tokenId = 'abcdef0123456789';
  const [first, second] = [randomUUID(), randomUUID()];
  must(journal.logVisitStarted(first, tokenId));
  must(journal.logVisitEnded(first, 'failed', 'verify-mismatch'));
  now += 1_000;
  must(journal.logVisitStarted(second, tokenId));
  expect(must(journal.recentVisits(10))).toEqual([
    { visitId: second, tokenLast4: '6789', startedAt: now, endedAt: null, outcome: null, failureCode: null },
    {
      visitId: first,
      tokenLast4: '6789',
      startedAt: NOON,
      endedAt: NOON,
      outcome: 'failed',
      failureCode: 'verify-mismatch',
    },
  ]);
  expect(must(journal.recentVisits(1))).toHaveLength(1);
  journal.close();
  expect(readFileSync(path).includes(tokenId)).toBe(false);
  journal = open();
});

test('a visit that is taken up again is no longer ended', () => {
  const visit = randomUUID();
  must(journal.logVisitStarted(visit, '0000000000001234'));
  must(journal.logVisitEnded(visit, 'interrupted', 'token-removed'));
  now += 5_000;
  must(journal.logVisitStarted(visit, '0000000000001234'));
  expect(must(journal.recentVisits(10))).toMatchObject([{ startedAt: NOON, endedAt: null, outcome: null }]);
  must(journal.logVisitEnded(visit, 'updated', null));
  expect(must(journal.recentVisits(10))).toMatchObject([{ endedAt: now, outcome: 'updated' }]);
});

test('old visits are pruned, except one whose intent is open', () => {
  const intent = must(journal.openIntent(sampleIntent()));
  for (const visit of [randomUUID(), intent.visitId]) must(journal.logVisitStarted(visit, intent.tokenId));
  now += 1;
  must(journal.prune(now));
  expect(must(journal.recentVisits(10))).toMatchObject([{ visitId: intent.visitId }]);
});

test('wrong PINs are counted through restarts until a right one clears them', () => {
  expect(must(journal.pinAttempts())).toEqual({ failed: 0, lastFailedAt: null });
  must(journal.countFailedPin());
  now += 1_000;
  expect(must(journal.countFailedPin())).toEqual({ failed: 2, lastFailedAt: now });
  journal.close();
  journal = open();
  expect(must(journal.pinAttempts())).toEqual({ failed: 2, lastFailedAt: now });
  must(journal.clearFailedPins());
  expect(must(journal.pinAttempts()).failed).toBe(0);
});
