import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from './open.ts';
import { must, NOON, sampleOutcome, scratch } from './testing/samples.ts';
import { watchForDamage } from './watch-for-damage.ts';

const now = () => NOON;
const PAGE = 4096;

/** A journal in use whose file is damaged behind its back, and what was noticed of it. */
function inUse() {
  const { path, remove } = scratch();
  onTestFinished(remove);
  const noticed: string[] = [];
  const { journal: opened } = must(openJournal({ path, now }));
  const journal = watchForDamage(opened, path, (detail) => noticed.push(detail));
  onTestFinished(() => journal.close());
  must(journal.enqueueOutcome('11111111-2222-4333-8444-555555555555', sampleOutcome()));
  // What somebody else changes is read anew.
  const other = new Database(path);
  other.exec("INSERT INTO setting (key, value) VALUES ('other', '1')");
  other.pragma('wal_checkpoint(TRUNCATE)');
  other.close();
  const whole = readFileSync(path);
  writeFileSync(path, Buffer.concat([whole.subarray(0, PAGE), Buffer.alloc(whole.length - PAGE, 0xa5)]));
  return { journal, noticed, mend: () => writeFileSync(path, whole) };
}

test('damage that is met in use is told once, where a start would find it as well', async () => {
  const { journal, noticed } = inUse();
  for (let time = 0; time < 3; time++) {
    expect(journal.due(NOON, 20)).toMatchObject({ ok: false, failure: { code: 'journal-damaged' } });
    await turn();
  }
  expect(noticed).toEqual([expect.stringMatching(/./)]);
});

test('a disk that was wrong for a moment is no damage', async () => {
  const { journal, noticed, mend } = inUse();
  expect(journal.due(NOON, 20)).toMatchObject({ failure: { code: 'journal-damaged' } });
  mend();
  await turn();
  await turn();
  expect(noticed).toEqual([]);
});
