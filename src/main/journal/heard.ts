import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { VisitIdSchema } from '../../shared/contract/host.ts';
import type { Result } from '../../shared/contract/result.ts';
import { HEARD } from '../../shared/contract/staff.ts';
import { attempt } from './attempt.ts';
import { readRows } from './row.ts';

const HeardSchema = z.object({ visitId: VisitIdSchema, heard: z.enum(HEARD) });
/** How much of a visit's outcomes the host has heard. */
export type HeardVisit = Readonly<z.infer<typeof HeardSchema>>;

export interface HeardVisits {
  /** Of the visits with the newest `limit` outcomes. Of several outcomes, one that waits or was refused counts. */
  heardVisits(limit: number): Result<HeardVisit[]>;
}

export function createHeardVisits(db: Database): HeardVisits {
  const heard = db.prepare<[number]>(
    `SELECT visitId, CASE WHEN sum(state = 'queued') > 0 THEN 'waiting'
       WHEN sum(state = 'rejected') > 0 THEN 'refused' ELSE 'told' END AS heard
     FROM outbox GROUP BY visitId ORDER BY max(id) DESC LIMIT ?`,
  );
  return { heardVisits: (limit) => attempt(() => readRows(HeardSchema, heard.all(limit))) };
}
