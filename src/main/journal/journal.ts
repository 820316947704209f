import type { Database } from 'better-sqlite3';
import { ok, type Result } from '../../shared/contract/result.ts';
import { transact } from './attempt.ts';
import { createHeardVisits, type HeardVisits } from './heard.ts';
import { createIntents, type Intents } from './intents.ts';
import { createJobRecords, type JobRecords } from './job-records.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createSlotCache, type SlotCache } from './slot-cache.ts';
import { createStaffRecords, type StaffRecords } from './staff-records.ts';

/**
 * What this kiosk must not forget. Every call is synchronous and on disk when it returns; one that cannot
 * be is a failure: `journal-full`, `journal-unavailable`, `journal-damaged`.
 */
export interface Journal extends Intents, Outbox, SlotCache, StaffRecords, JobRecords, HeardVisits {
  /**
   * Forgets what was settled before `before` (ms since 1970): delivered outcomes, closed intents, visits, jobs; and what
   * the host refused before `refusedBefore`, which stays for staff until then. What was never sent stays, and so does what
   * belongs to a visit with an open intent. Gives the number of refused outcomes that are forgotten.
   */
  prune(before: number, refusedBefore?: number): Result<number>;
  /** Nothing may be called afterwards. */
  close(): void;
}

const PRUNE = [
  `DELETE FROM outbox WHERE settledAt < @before AND state = 'delivered' AND NOT EXISTS
     (SELECT 1 FROM intent WHERE intent.visitId = outbox.visitId AND closedAt IS NULL)`,
  'DELETE FROM intent WHERE closedAt < @before',
  `DELETE FROM visit WHERE startedAt < @before AND NOT EXISTS
     (SELECT 1 FROM intent WHERE intent.visitId = visit.visitId AND closedAt IS NULL)`,
  'DELETE FROM job WHERE endedAt < @before',
];

const PRUNE_REFUSED = `DELETE FROM outbox WHERE settledAt < ? AND state = 'rejected'
  AND lastFailure ->> '$.code' = 'host-request-refused' AND NOT EXISTS
    (SELECT 1 FROM intent WHERE intent.visitId = outbox.visitId AND closedAt IS NULL)`;

/** The journal on a database that `openDatabase` brought up. `now` gives milliseconds since 1970. */
export function createJournal(db: Database, now: () => number): Journal {
  const outbox = createOutbox(db, now);
  const prunings = PRUNE.map((sql) => db.prepare(sql));
  const pruneRefused = db.prepare<[number]>(PRUNE_REFUSED);
  return {
    ...outbox,
    ...createIntents(db, now, outbox),
    ...createSlotCache(db),
    ...createStaffRecords(db, now),
    ...createJobRecords(db, now),
    ...createHeardVisits(db),
    prune: (before, refusedBefore = Number.NEGATIVE_INFINITY) =>
      transact(db, () => {
        for (const pruning of prunings) pruning.run({ before });
        return ok(pruneRefused.run(refusedBefore).changes);
      }),
    close: () => {
      db.close();
    },
  };
}
