import { expect, onTestFinished, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { openDatabase, openJournal } from '../journal/open.ts';
import { must, sampleBackup, sampleOutcome, scratch } from '../journal/testing/samples.ts';
import { startKiosk, until } from './testing/kiosk.ts';
import { startHost } from './testing/server.ts';

const MANY = 100_000;
const MIB = 1024 * 1024;
const visitId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** A journal on disk with a hundred thousand outcomes, as `state` and `settledAt` say. */
function journalWithMany(state: 'queued' | 'delivered', settledAt: number | null): string {
  const { path, remove } = scratch();
  onTestFinished(remove);
  const { db } = must(openDatabase({ path, now: Date.now }));
  const body = JSON.stringify({ ...sampleOutcome(), revision: 1 });
  db.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
     INSERT INTO outbox (visitId, revision, body, nextAttemptAt, createdAt, state, settledAt)
     SELECT printf('00000000-0000-4000-8000-%012x', i), 1, ?, i, i, ?, ? FROM n`,
  ).run(body, state, settledAt);
  db.close();
  return path;
}

/** Milliseconds that `work` keeps the main process from anything else. */
function blocking(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

test('a hundred thousand waiting outcomes hold up no start, go in their order, and never all lie in memory', async () => {
  const path = journalWithMany('queued', null);
  const host = await startHost();
  onTestFinished(host.close);
  const before = process.memoryUsage().heapUsed;
  let kiosk: ReturnType<typeof startKiosk> | undefined;
  expect(blocking(() => (kiosk = startKiosk(host.url, {}, path)))).toBeLessThan(15_000);
  if (kiosk === undefined) return;
  const { journal, pump } = kiosk;
  expect(blocking(() => must(journal.outboxCounts()))).toBeLessThan(2_000);
  expect(blocking(() => must(journal.nextDueAt()))).toBeLessThan(2_000);
  pump.start();
  await until(() => expect(host.acknowledged.length).toBeGreaterThanOrEqual(400));
  await pump.stop();
  expect(host.acknowledged.slice(0, 400).map((told) => told.visitId)).toEqual(
    Array.from({ length: 400 }, (_, n) => visitId(n + 1)),
  );
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * MIB);
  // What was under way when it was stopped may have arrived and not have been noted.
  const { queued } = must(journal.outboxCounts());
  expect(MANY - queued).toBeGreaterThanOrEqual(host.acknowledged.length - 1);
});

test('of a hundred thousand that all have to wait, a fresh one is found at once', () => {
  const path = journalWithMany('queued', null);
  const now = Date.now();
  const { journal } = must(openJournal({ path, now: () => now }));
  const { db } = must(openDatabase({ path, now: () => now }));
  db.exec(`UPDATE outbox SET nextAttemptAt = ${now + 60_000}`);
  db.close();
  must(journal.enqueueOutcome(visitId(MANY + 1), sampleOutcome()));
  // They have to be told; what a token carries can be read again.
  expect(must(journal.enqueueBackup(visitId(MANY + 2), sampleBackup()))).toBeNull();
  let due: unknown;
  expect(
    blocking(() => {
      due = must(journal.due(now, 20)).map((entry) => entry.visitId);
    }),
  ).toBeLessThan(2_000);
  expect(due).toEqual([visitId(MANY + 1)]);
  expect(blocking(() => must(journal.reschedule(1, now, failure('host-failed'))))).toBeLessThan(5_000);
  journal.close();
});

test('a hundred thousand that were told long ago are forgotten at the next start, without a long wait', () => {
  const path = journalWithMany('delivered', 1_000);
  const { journal } = must(openJournal({ path, now: Date.now }));
  expect(blocking(() => must(journal.prune(Date.now() - 1_000)))).toBeLessThan(15_000);
  journal.close();
  const { db } = must(openDatabase({ path, now: Date.now }));
  expect(db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0);
  db.close();
});
