import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './open.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

const now = () => NOON;
const PAGE = 4096;
let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = scratch());
});
afterEach(() => remove());

/** A journal with intents, some longer than a page, and untold outcomes; `isKilled` leaves its log. */
function fill(isKilled: boolean) {
  const { journal } = must(openJournal({ path, now }));
  const intents = Array.from({ length: 12 }, (_, n) =>
    must(
      journal.openIntent(
        sampleIntent({ tokenId: n.toString(16).padStart(16, '0'), image: new Uint8Array(300 + n * 900) }),
      ),
    ),
  );
  const visits = Array.from({ length: 60 }, () => crypto.randomUUID());
  for (const visit of visits) must(journal.enqueueOutcome(visit, sampleOutcome()));
  const files = ['', '-wal'].map((suffix) => [path + suffix, readFileSync(path + suffix)] as const);
  journal.close();
  if (isKilled) for (const [file, bytes] of files) writeFileSync(file, bytes);
  return { intents, visits };
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

function reopened() {
  const { journal, notice } = must(openJournal({ path, now }));
  const intents = must(journal.openIntents());
  const visits = must(journal.due(NOON, 1_000)).map(({ visitId }) => visitId);
  journal.close();
  return { intents, visits, notice };
}

test('a journal whose first page is gone is read page by page, and nothing is lost', () => {
  const { intents, visits } = fill(false);
  overwrite(path, 0, new Uint8Array(PAGE));
  const again = reopened();
  expect(again.notice?.salvaged).toMatchObject({ intents: 12, outcomes: 60 });
  expect(again.intents).toEqual(expect.arrayContaining(intents));
  expect(again.visits.sort()).toEqual(visits.sort());
});

test('what was committed after a damage in the log is found, and the log is kept', () => {
  const { visits } = fill(true);
  const wal = readFileSync(`${path}-wal`);
  const spoilt = Math.floor(wal.length / 3);
  overwrite(`${path}-wal`, spoilt, Uint8Array.of((wal[spoilt] ?? 0) ^ 1));
  const again = reopened();
  expect(again.notice?.failure.detail).toContain('log is damaged');
  expect(readFileSync(`${again.notice?.setAside}-wal`)).toHaveLength(wal.length);
  expect(again.visits).toEqual(expect.arrayContaining(visits));
});

test('an open write that no longer makes sense does not stand in the way of the others', () => {
  const { intents, visits } = fill(false);
  const file = readFileSync(path);
  const digest = file.indexOf(intents[3]?.afterDigest ?? '');
  overwrite(path, digest, new TextEncoder().encode('?'));
  const again = reopened();
  expect(again.notice?.failure.code).toBe('journal-damaged');
  expect(again.intents).toHaveLength(11);
  expect(again.visits).toHaveLength(visits.length);
});

test('a schema that is no longer the program’s is damage, not a bug', () => {
  const { visits } = fill(false);
  const name = readFileSync(path).indexOf('tableoutboxoutbox');
  overwrite(path, name + 5, new TextEncoder().encode('0'));
  const again = reopened();
  expect(again.notice?.failure.code).toBe('journal-damaged');
  expect(again.visits.sort()).toEqual(visits.sort());
});
