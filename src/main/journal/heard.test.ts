import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import type { Journal } from './journal.ts';
import { openJournal } from './open.ts';
import { must, NOON, sampleOutcome, scratch } from './testing/samples.ts';

let journal: Journal;
let remove: () => void;

beforeEach(() => {
  const place = scratch();
  remove = place.remove;
  journal = must(openJournal({ path: place.path, now: () => NOON })).journal;
});
afterEach(() => {
  journal.close();
  remove();
});

test('a visit is told only once nothing of it waits and nothing was refused', () => {
  const [told, waiting, refused] = [randomUUID(), randomUUID(), randomUUID()];
  for (const visit of [told, waiting, refused])
    must(journal.markDelivered(must(journal.enqueueOutcome(visit, sampleOutcome())).id));
  must(journal.enqueueOutcome(waiting, sampleOutcome({ outcome: 'updated' })));
  const second = must(journal.enqueueOutcome(refused, sampleOutcome({ outcome: 'updated' })));
  must(journal.markRejected(second.id, failure('host-request-refused')));
  expect(must(journal.heardVisits(10))).toEqual([
    { visitId: refused, heard: 'refused' },
    { visitId: waiting, heard: 'waiting' },
    { visitId: told, heard: 'told' },
  ]);
  expect(must(journal.heardVisits(1))).toHaveLength(1);
});
