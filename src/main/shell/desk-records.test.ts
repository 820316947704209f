import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { openJournal } from '../journal/open.ts';
import { must, NOON, sampleOutcome, scratch } from '../journal/testing/samples.ts';
import { deskRecords } from './desk-records.ts';

test('visits and jobs stand together, newest first, with what the host has heard of them', () => {
  const place = scratch();
  let now = NOON;
  const { journal } = must(openJournal({ path: place.path, now: () => now }));
  onTestFinished(() => {
    journal.close();
    place.remove();
  });
  const [visit, job] = [randomUUID(), randomUUID()];
  must(journal.logVisitStarted(visit, '9280041200004417'));
  must(journal.logVisitEnded(visit, 'failed', 'verify-mismatch'));
  must(
    journal.enqueueOutcome(visit, sampleOutcome({ outcome: 'failed', failure: failure('verify-mismatch') })),
  );
  now += 60_000;
  must(
    journal.logJobEnded(
      {
        jobId: job,
        kind: 'merge',
        staffId: 'i.kaya',
        first: '9280041200004417',
        second: '9280041200009082',
        settlements: {},
        visits: [],
      },
      'updated',
    ),
  );
  const told = { failure: null, staffId: null, heard: null };
  expect(must(deskRecords(journal))).toEqual([
    {
      ...told,
      reference: `R-${job.slice(0, 8).toUpperCase()}`,
      at: now,
      what: 'merge',
      lastFours: ['4417', '9082'],
      outcome: 'updated',
      staffId: 'i.kaya',
    },
    {
      ...told,
      reference: `R-${visit.slice(0, 8).toUpperCase()}`,
      at: NOON,
      what: 'visit',
      lastFours: ['4417'],
      outcome: 'failed',
      failure: 'verify-mismatch',
      heard: 'waiting',
    },
  ]);
});
