import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import type { Journal } from './journal.ts';
import { openDatabase, openJournal } from './open.ts';
import { LONGEST_WAIT_MS } from './outbox.ts';
import { must, NOON, sampleBackup, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

let journal: Journal;
let path: string;
let remove: () => void;
let now = NOON;

const open = () => must(openJournal({ path, now: () => now })).journal;
const dueIds = (limit = 100) => must(journal.due(now, limit)).map(({ id }) => id);

beforeEach(() => {
  now = NOON;
  ({ path, remove } = scratch());
  journal = open();
});
afterEach(() => {
  journal.close();
  remove();
});

test('a backup stands behind what its visit had to tell, and comes back as it was', () => {
  const visit = randomUUID();
  const outcome = must(journal.enqueueOutcome(visit, sampleOutcome()));
  const backup = must(journal.enqueueBackup(visit, sampleBackup()));
  expect(backup).toMatchObject({ revision: 2, body: sampleBackup() });
  expect(must(journal.due(now, 10))).toEqual([outcome]);
  must(journal.markDelivered(outcome.id));
  expect(must(journal.due(now, 10))).toEqual([backup]);
});

test('entries come due oldest first, whole, after a restart too', () => {
  const visits = [randomUUID(), randomUUID(), randomUUID()];
  const queued = visits.map((visit) => must(journal.enqueueOutcome(visit, sampleOutcome())));
  journal.close();
  journal = open();
  expect(must(journal.due(now, 2))).toEqual(queued.slice(0, 2));
  expect(must(journal.due(now, 10))).toEqual(queued);
  expect(queued[0]?.body).toEqual({ ...sampleOutcome(), revision: 1 });
});

test('the last outcome of a visit is known, told or not, whatever backups stand behind it', () => {
  const visit = randomUUID();
  expect(must(journal.lastOutcome(visit))).toBeNull();
  const torn = must(journal.enqueueOutcome(visit, sampleOutcome({ outcome: 'interrupted' })));
  must(journal.markDelivered(torn.id));
  must(journal.enqueueBackup(visit, sampleBackup()));
  expect(must(journal.lastOutcome(visit))).toBe('interrupted');
  must(journal.enqueueOutcome(visit, sampleOutcome({ outcome: 'updated' })));
  expect(must(journal.lastOutcome(visit))).toBe('updated');
});

test('entries that get other revisions stay in their order, and say so themselves', () => {
  const visit = randomUUID();
  const first = must(journal.enqueueOutcome(visit, sampleOutcome({ outcome: 'interrupted' })));
  const second = must(journal.enqueueOutcome(visit, sampleOutcome()));
  const third = must(journal.enqueueBackup(visit, sampleBackup()));
  must(journal.renumber(first.id));
  const told: unknown[] = [];
  for (let time = 0; time < 3; time++) {
    const [due] = must(journal.due(now, 1));
    if (due === undefined) throw new Error('nothing is due');
    told.push([due.id, due.revision, 'outcome' in due.body ? due.body.revision : null]);
    must(journal.markDelivered(due.id));
  }
  expect(told).toEqual([
    [first.id, 4, 4],
    [second.id, 5, 5],
    [third?.id, 6, null],
  ]);
});

test('a later revision never overtakes an earlier one of its visit, however long that one waits', () => {
  const visit = randomUUID();
  const first = must(journal.enqueueOutcome(visit, sampleOutcome()));
  const second = must(journal.enqueueOutcome(visit, sampleOutcome({ outcome: 'updated' })));
  const other = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  expect(dueIds()).toEqual([first.id, other.id]);
  must(journal.reschedule(first.id, now + 5_000, failure('host-failed', 'HTTP 500')));
  expect(dueIds()).toEqual([other.id]);
  must(journal.markDelivered(other.id));
  expect(must(journal.nextDueAt())).toBe(now + 5_000);
  now += 5_000;
  expect(must(journal.due(now, 10))).toMatchObject([
    { id: first.id, attempts: 1, lastFailure: { code: 'host-failed', detail: 'HTTP 500' } },
  ]);
  must(journal.markDelivered(first.id));
  expect(dueIds()).toEqual([second.id]);
});

test('a refused outcome is kept for staff and lets the next revision go', () => {
  const visit = randomUUID();
  const first = must(journal.enqueueOutcome(visit, sampleOutcome()));
  const second = must(journal.enqueueOutcome(visit, sampleOutcome()));
  const why = failure('host-request-refused', 'HTTP 422 visit-unknown: no such visit');
  must(journal.markRejected(first.id, why));
  expect(dueIds()).toEqual([second.id]);
  must(journal.prune(now + 1));
  expect(must(journal.rejectedOutcomes(10))).toEqual([
    { id: first.id, visitId: visit, revision: 1, createdAt: NOON, lastFailure: why },
  ]);
  expect(must(journal.outboxCounts())).toEqual({ queued: 1, rejected: 1 });
});

test('a settled entry is not settled or postponed again', () => {
  const { id } = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  must(journal.markDelivered(id));
  must(journal.markRejected(id, failure('host-request-refused')));
  must(journal.reschedule(id, now, failure('host-failed')));
  expect(must(journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 });
  expect(must(journal.nextDueAt())).toBeNull();
});

test('a clock that ran years ahead for a while parks no entry', () => {
  now = Date.UTC(2036, 0, 1);
  const { id } = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  must(journal.reschedule(id, now + 10 * LONGEST_WAIT_MS, failure('host-unreachable')));
  expect(must(journal.nextDueAt())).toBe(now + LONGEST_WAIT_MS);
  now = NOON;
  expect(dueIds()).toEqual([id]);
});

test('pruning forgets delivered outcomes, but not the revision of a visit whose intent is open', () => {
  const intent = must(journal.openIntent(sampleIntent()));
  for (const visit of [intent.visitId, randomUUID()])
    must(journal.markDelivered(must(journal.enqueueOutcome(visit, sampleOutcome())).id));
  now += 1;
  must(journal.prune(now));
  const entry = must(journal.closeIntentWithOutcome(intent.id, sampleOutcome({ outcome: 'updated' })));
  expect(entry.revision).toBe(2);
});

test('what the host refused is forgotten in the end, and what it never heard is not', () => {
  const [refused, unread] = [randomUUID(), randomUUID()].map((visit) =>
    must(journal.enqueueOutcome(visit, sampleOutcome())),
  );
  must(journal.markRejected(refused?.id ?? 0, failure('host-request-refused', 'HTTP 422')));
  must(journal.markRejected(unread?.id ?? 0, failure('journal-damaged', 'not JSON')));
  now += 1;
  expect(must(journal.prune(now))).toBe(0);
  expect(must(journal.prune(now, now))).toBe(1);
  expect(must(journal.rejectedOutcomes(10)).map(({ id }) => id)).toEqual([unread?.id]);
});

test('an entry whose text was changed from outside is put aside and holds nobody up', () => {
  const broken = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  const whole = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  const { db } = must(openDatabase({ path, now: () => now }));
  db.prepare(`UPDATE outbox SET body = '{"kiosk":1}' WHERE id = ?`).run(broken.id);
  db.close();
  expect(dueIds()).toEqual([whole.id]);
  expect(must(journal.rejectedOutcomes(10))).toMatchObject([
    { id: broken.id, lastFailure: { code: 'journal-damaged' } },
  ]);
});

test('a hundred thousand waiting entries are read a few at a time', () => {
  const { db } = must(openDatabase({ path, now: () => now }));
  const body = JSON.stringify({ ...sampleOutcome(), revision: 1 });
  db.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
     INSERT INTO outbox (visitId, revision, body, nextAttemptAt, createdAt)
     SELECT printf('00000000-0000-4000-8000-%012x', i), 1, ?, ?, ? FROM n`,
  ).run(body, now, now);
  db.close();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  for (let round = 0; round < 50; round++) {
    const batch = must(journal.due(now, 20));
    expect(batch).toHaveLength(20);
    for (const { id } of batch.slice(0, 2)) must(journal.markDelivered(id));
  }
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50 * 1024 * 1024);
  expect(must(journal.outboxCounts()).queued).toBe(99_900);
});

test('whatever happens to the entries, each visit is told in the order of its revisions', () => {
  const fates = fc.array(
    fc.record({ visit: fc.nat(2), fate: fc.constantFrom('queue', 'deliver', 'reject', 'wait') }),
    { maxLength: 40, size: 'max' },
  );
  fc.assert(
    fc.property(fates, (steps) => {
      const visits = [randomUUID(), randomUUID(), randomUUID()];
      const told = new Map<string, number>();
      for (const { visit, fate } of steps) {
        const visitId = visits[visit] ?? '';
        if (fate === 'queue') must(journal.enqueueOutcome(visitId, sampleOutcome()));
        now += 10;
        const entry = must(journal.due(now, 1000)).find((due) => due.visitId === visitId);
        if (entry === undefined || fate === 'queue') continue;
        if (fate === 'wait') must(journal.reschedule(entry.id, now + 100, failure('host-failed')));
        else {
          expect(entry.revision).toBe((told.get(visitId) ?? 0) + 1);
          told.set(visitId, entry.revision);
          const settled =
            fate === 'deliver'
              ? journal.markDelivered(entry.id)
              : journal.markRejected(entry.id, failure('host-request-refused'));
          must(settled);
        }
      }
    }),
    { numRuns: 40 },
  );
});
