import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { OUTCOMES, type Outcome, VisitIdSchema } from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { JobKindSchema, StaffIdSchema } from '../../shared/contract/transfer.ts';
import { SettlementsSchema } from '../../shared/image/merge/report.ts';
import { TokenIdSchema } from '../../shared/image/model.ts';
import { attempt } from './attempt.ts';
import { jsonColumn, millis, readRows } from './row.ts';

/** All of a token's id that staff get to see. */
const lastFour = z.string().length(4).nullable();

const JobRecordSchema = z.object({
  jobId: VisitIdSchema,
  kind: JobKindSchema,
  /** Who answers for it; `null` at a self-service kiosk. */
  staffId: StaffIdSchema.nullable(),
  firstLast4: lastFour,
  secondLast4: lastFour,
  /** Merge: what was chosen for each conflict, by its id. */
  settlements: jsonColumn(SettlementsSchema),
  /** When it was agreed to, or ended without that. */
  at: millis,
  endedAt: millis.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
});
/** A job as staff see it; `endedAt` and `outcome` are `null` while it is written or if the kiosk died in it. */
export type JobRecord = Readonly<z.infer<typeof JobRecordSchema>>;

const VisitsSchema = z.array(z.object({ visitId: VisitIdSchema, tokenId: TokenIdSchema }));
/** One device's part of a job. */
export type JobVisit = Readonly<z.infer<typeof VisitsSchema>[number]>;

const UnendedSchema = z.object({ jobId: VisitIdSchema, visits: jsonColumn(VisitsSchema) });
/** A job that the kiosk died in, with those of its devices of which the host was told nothing. */
export type UnendedJob = Readonly<z.infer<typeof UnendedSchema>>;

export interface JobDraft {
  readonly jobId: string;
  readonly kind: JobRecord['kind'];
  readonly staffId: string | null;
  /** Token ids, of which the last four digits are kept; `null` for a device that was never known. */
  readonly first: string | null;
  readonly second: string | null;
  readonly settlements: JobRecord['settlements'];
  /** Forgotten when the job ends. */
  readonly visits: readonly JobVisit[];
}

export interface JobRecords {
  /** What was agreed to, before any of it is written. Agreed to again, the later settlements count. */
  logJobAgreed(job: JobDraft): Result<void>;
  /** How it ended. A job that nobody agreed to is recorded whole; what was agreed to is never changed by this. */
  logJobEnded(job: JobDraft, outcome: Outcome): Result<void>;
  /** Jobs that were agreed to and not ended: at a start, those that the kiosk died in. */
  unendedJobs(): Result<UnendedJob[]>;
  /** The kiosk died in it, and the host is told. */
  endDeadJob(jobId: string): Result<void>;
  /** The newest `limit` jobs, newest first. */
  recentJobs(limit: number): Result<JobRecord[]>;
}

export function createJobRecords(db: Database, clock: () => number): JobRecords {
  const columns = 'jobId, kind, staffId, firstLast4, secondLast4, settlements, at';
  const values = '@jobId, @kind, @staffId, @firstLast4, @secondLast4, @settlements, @at';
  const agree = db.prepare(
    `INSERT INTO job (${columns}, visits) VALUES (${values}, @visits)
     ON CONFLICT (jobId) DO UPDATE SET staffId = excluded.staffId, settlements = excluded.settlements,
       at = excluded.at, visits = excluded.visits`,
  );
  const end = db.prepare(
    `INSERT INTO job (${columns}, endedAt, outcome) VALUES (${values}, @at, @outcome)
     ON CONFLICT (jobId) DO UPDATE SET endedAt = excluded.endedAt, outcome = excluded.outcome, visits = NULL`,
  );
  // An open intent tells the host by itself, when its token is met again.
  const unended = db.prepare(
    `SELECT jobId, (SELECT json_group_array(json(one.value)) FROM json_each(job.visits) AS one WHERE
       NOT EXISTS (SELECT 1 FROM visit WHERE visit.visitId = one.value ->> 'visitId' AND outcome IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM intent WHERE intent.visitId = one.value ->> 'visitId' AND closedAt IS NULL)
     ) AS visits FROM job WHERE endedAt IS NULL ORDER BY at, rowid`,
  );
  const die = db.prepare<[number, string]>(
    "UPDATE job SET endedAt = ?, outcome = 'interrupted', visits = NULL WHERE jobId = ? AND endedAt IS NULL",
  );
  const recent = db.prepare<[number]>('SELECT * FROM job ORDER BY at DESC, rowid DESC LIMIT ?');

  const rowOf = ({ first, second, settlements, visits: _visits, ...job }: JobDraft) => ({
    ...job,
    firstLast4: first?.slice(-4) ?? null,
    secondLast4: second?.slice(-4) ?? null,
    settlements: JSON.stringify(settlements),
    at: clock(),
  });
  const done = (run: () => unknown): Result<void> =>
    attempt(() => {
      run();
      return ok(undefined);
    });
  return {
    logJobAgreed: (job) => done(() => agree.run({ ...rowOf(job), visits: JSON.stringify(job.visits) })),
    logJobEnded: (job, outcome) => done(() => end.run({ ...rowOf(job), outcome })),
    unendedJobs: () => attempt(() => readRows(UnendedSchema, unended.all())),
    endDeadJob: (jobId) => done(() => die.run(clock(), jobId)),
    recentJobs: (limit) => attempt(() => readRows(JobRecordSchema, recent.all(limit))),
  };
}
