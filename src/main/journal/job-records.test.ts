import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIntents } from './intents.ts';
import type { JobDraft } from './job-records.ts';
import type { Journal } from './journal.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openDatabase, openJournal } from './open.ts';
import { createOutbox } from './outbox.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

let journal: Journal;
let path: string;
let remove: () => void;
let now = NOON;

const open = () => must(openJournal({ path, now: () => now })).journal;
const draft = (over: Partial<JobDraft> = {}): JobDraft => ({
  jobId: randomUUID(),
  kind: 'merge',
  staffId: 'b.adler',
  first: 'abcdef0123456789',
  second: 'abcdef0123451234',
  settlements: { 'transaction T-1 7': 'keep-first' },
  visits: [],
  ...over,
});

beforeEach(() => {
  now = NOON;
  ({ path, remove } = scratch());
  journal = open();
});
afterEach(() => {
  journal.close();
  remove();
});

test('what staff settled is on disk with their id before anything is written, and stays when the job ends', () => {
  const job = draft();
  must(journal.logJobAgreed(job));
  expect(must(journal.recentJobs(10))).toEqual([
    {
      jobId: job.jobId,
      kind: 'merge',
      staffId: 'b.adler',
      firstLast4: '6789',
      secondLast4: '1234',
      settlements: { 'transaction T-1 7': 'keep-first' },
      at: NOON,
      endedAt: null,
      outcome: null,
    },
  ]);
  now += 5_000;
  must(journal.logJobEnded({ ...job, settlements: {} }, 'updated'));
  expect(must(journal.recentJobs(10))).toMatchObject([
    { at: NOON, endedAt: now, outcome: 'updated', settlements: job.settlements },
  ]);
  journal.close();
  expect(readFileSync(path).includes('abcdef01')).toBe(false);
  journal = open();
});

test('a job that is agreed to again keeps what was settled last', () => {
  const job = draft();
  must(journal.logJobAgreed(job));
  must(journal.logJobAgreed({ ...job, settlements: { 'transaction T-1 7': 'keep-second' } }));
  expect(must(journal.recentJobs(10))).toMatchObject([
    { settlements: { 'transaction T-1 7': 'keep-second' } },
  ]);
});

test('a job that nobody agreed to is recorded when it ends, the newest first', () => {
  must(journal.logJobEnded(draft({ kind: 'synchronize', second: null, settlements: {} }), 'declined'));
  now += 1;
  must(journal.logJobEnded(draft({ kind: 'replace', staffId: null, settlements: {} }), 'refused'));
  expect(must(journal.recentJobs(10))).toMatchObject([
    { kind: 'replace', staffId: null, outcome: 'refused', endedAt: now },
    { kind: 'synchronize', secondLast4: null, outcome: 'declined' },
  ]);
  expect(must(journal.recentJobs(1))).toHaveLength(1);
});

test('of a job that the kiosk died in, the devices are named that the host knows nothing of', () => {
  const intent = must(journal.openIntent(sampleIntent()));
  const [written, waiting, absent] = [randomUUID(), randomUUID(), randomUUID()];
  const tokenId = 'abcdef0123456789';
  for (const visit of [written, waiting, intent.visitId]) must(journal.logVisitStarted(visit, tokenId));
  // Its kiosk is killed before it could note that in its own list.
  must(journal.enqueueOutcome(written, sampleOutcome({ outcome: 'updated' })));
  const visits = [written, waiting, absent, intent.visitId].map((visitId) => ({ visitId, tokenId }));
  const job = draft({ visits });
  must(journal.logJobAgreed(job));
  journal.close();
  journal = open();
  expect(must(journal.unendedJobs())).toEqual([{ jobId: job.jobId, visits: [visits[1], visits[2]] }]);
  must(journal.endDeadJob(job.jobId));
  expect(must(journal.unendedJobs())).toEqual([]);
  expect(must(journal.recentJobs(1))).toMatchObject([{ outcome: 'interrupted', endedAt: NOON }]);
});

test('a job that has ended is not told again', () => {
  const job = draft({ visits: [{ visitId: randomUUID(), tokenId: 'abcdef0123456789' }] });
  must(journal.logJobAgreed(job));
  must(journal.logJobEnded(job, 'updated'));
  expect(must(journal.unendedJobs())).toEqual([]);
});

test('old jobs are pruned, but none that the host was not told the end of, however far a clock jumps', () => {
  const [ended, untold] = [draft(), draft()];
  for (const job of [ended, untold]) must(journal.logJobAgreed(job));
  must(journal.logJobEnded(ended, 'updated'));
  now += 365 * 86_400_000;
  must(journal.prune(now));
  expect(must(journal.recentJobs(10)).map(({ jobId }) => jobId)).toEqual([untold.jobId]);
});

test('a journal from before there were jobs keeps what it holds and takes jobs from now on', () => {
  journal.close();
  remove();
  ({ path, remove } = scratch());
  const clock = () => now;
  const { db } = must(openDatabase({ path, now: clock }, MIGRATIONS.slice(0, 1)));
  const intent = must(createIntents(db, clock, createOutbox(db, clock)).openIntent(sampleIntent()));
  db.close();
  journal = open();
  expect(existsSync(`${path}.version-1-20261122T130507Z`)).toBe(true);
  must(journal.logJobAgreed(draft()));
  expect(must(journal.openIntents())).toEqual([intent]);
  expect(must(journal.recentJobs(10))).toHaveLength(1);
});
