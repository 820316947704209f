import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { type Failure, FailureSchema, failure, TOKEN_UNWELL } from '../../shared/contract/failure.ts';
import {
  type BackupReport,
  BackupReportSchema,
  type Outcome,
  type OutcomeReport,
  OutcomeReportSchema,
  VisitIdSchema,
} from '../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { attempt, transact } from './attempt.ts';
import { jsonColumn, millis, readRow, readRows } from './row.ts';

/** With so many entries that wait, no backup is added: outcomes have the room, and the image is on its token. */
export const MOST_BEFORE_BACKUPS = 5_000;
/** No entry ever waits longer than this, so a clock that was wrong for a while cannot park one for years. */
export const LONGEST_WAIT_MS = 60_000;

const EntrySchema = z.object({
  id: z.number().int(),
  visitId: VisitIdSchema,
  revision: z.number().int().positive(),
  body: jsonColumn(z.union([OutcomeReportSchema, BackupReportSchema])),
  attempts: z.number().int().nonnegative(),
  nextAttemptAt: millis,
  createdAt: millis,
  state: z.enum(['queued', 'delivered', 'rejected']),
  lastFailure: jsonColumn(FailureSchema).nullable(),
});
/** An outcome that the host is to be told, or a backup that it is to have. Instants in milliseconds since 1970. */
export type OutboxEntry = Readonly<z.infer<typeof EntrySchema>>;

const RejectedSchema = EntrySchema.pick({
  id: true,
  visitId: true,
  revision: true,
  createdAt: true,
  lastFailure: true,
});
/** What the host will not take: kept for staff. */
export type RejectedOutcome = Readonly<z.infer<typeof RejectedSchema>>;

/** The journal numbers the outcomes of a visit itself. */
export type OutcomeDraft = Omit<OutcomeReport, 'revision'>;

export interface OutboxCounts {
  readonly queued: number;
  readonly rejected: number;
}

export interface Outbox {
  /** Queues the visit's next outcome and gives it the next revision. */
  enqueueOutcome(visitId: string, report: OutcomeDraft): Result<OutboxEntry>;
  /**
   * Queues what a token carried while the host was away, behind what the visit had to tell before; `null` when too much waits
   * already.
   */
  enqueueBackup(visitId: string, report: BackupReport): Result<OutboxEntry | null>;
  /**
   * Up to `limit` entries to send at `now`; of each visit only its lowest queued revision. The one that waits
   * longest comes first, so an entry that was rescheduled stands behind those that never had their turn.
   */
  due(now: number, limit: number): Result<OutboxEntry[]>;
  /** When the next entry becomes due (it may be past), or `null` when nothing is queued. */
  nextDueAt(): Result<number | null>;
  markDelivered(id: number): Result<void>;
  /** The host refused it for good. It is kept, and later revisions of its visit may go. */
  markRejected(id: number, why: Failure): Result<void>;
  /** Counts an attempt that failed and waits until `at`, at most `LONGEST_WAIT_MS` from now. */
  reschedule(id: number, at: number, why: Failure): Result<void>;
  /** Gives the entry, and those of its visit that wait behind it, the revisions after all that the journal knows of. */
  renumber(id: number): Result<void>;
  /** The last outcome that was queued of the visit, told or not; `null` before the first. */
  lastOutcome(visitId: string): Result<Outcome | null>;
  /** How many outcomes of the visit say that the token did not take what was written to it. */
  tokenFailures(visitId: string): Result<number>;
  rejectedOutcomes(limit: number): Result<RejectedOutcome[]>;
  outboxCounts(): Result<OutboxCounts>;
}

/** Of each visit only the lowest queued revision: a later outcome must never overtake an earlier one. */
const FIRST_QUEUED = `state = 'queued' AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
  WHERE earlier.state = 'queued' AND earlier.visitId = entry.visitId AND earlier.revision < entry.revision)`;

export function createOutbox(db: Database, clock: () => number): Outbox {
  const insert = db.prepare(
    `INSERT INTO outbox (visitId, revision, body, nextAttemptAt, createdAt)
     VALUES (@visitId, @revision, @body, @at, @at) RETURNING *`,
  );
  const lastRevision = db
    .prepare<[string], number>('SELECT coalesce(max(revision), 0) FROM outbox WHERE visitId = ?')
    .pluck();
  const lastOutcomeOf = db
    .prepare<[string], string>(
      `SELECT body ->> '$.outcome' FROM outbox WHERE visitId = ? AND body ->> '$.outcome' IS NOT NULL
       ORDER BY revision DESC LIMIT 1`,
    )
    .pluck();
  const selectDue = db.prepare<{ now: number; limit: number; longest: number }, { id: number }>(
    `SELECT * FROM outbox AS entry WHERE ${FIRST_QUEUED}
     AND (nextAttemptAt <= @now OR nextAttemptAt > @now + @longest) ORDER BY nextAttemptAt, id LIMIT @limit`,
  );
  const earliest = db
    .prepare<[], number | null>(`SELECT min(nextAttemptAt) FROM outbox AS entry WHERE ${FIRST_QUEUED}`)
    .pluck();
  const endVisit = db.prepare('UPDATE visit SET endedAt = ?, outcome = ?, failureCode = ? WHERE visitId = ?');
  const settle = db.prepare(
    `UPDATE outbox SET state = @state, settledAt = @at, attempts = attempts + 1, lastFailure = @why
     WHERE id = @id AND state = 'queued'`,
  );
  const postpone = db.prepare(
    `UPDATE outbox SET attempts = attempts + 1, nextAttemptAt = @at, lastFailure = @why
     WHERE id = @id AND state = 'queued'`,
  );
  const waitingWith = db.prepare<[number], { id: number; visitId: string }>(
    `SELECT entry.id, entry.visitId FROM outbox AS entry JOIN outbox AS first ON first.visitId = entry.visitId
     WHERE first.id = ? AND entry.state = 'queued' AND entry.revision >= first.revision ORDER BY entry.revision`,
  );
  const renumberTo = db.prepare(
    `UPDATE outbox SET revision = @to,
       body = CASE WHEN body ->> '$.revision' IS NULL THEN body ELSE json_set(body, '$.revision', @to) END
     WHERE id = @id`,
  );
  const selectRejected = db.prepare<[number]>(
    `SELECT id, visitId, revision, createdAt, lastFailure FROM outbox
     WHERE state = 'rejected' ORDER BY id DESC LIMIT ?`,
  );
  const unwell = db
    .prepare<[string, string], number>(
      `SELECT count(*) FROM outbox WHERE visitId = ? AND body ->> '$.outcome' = 'interrupted'
       AND body ->> '$.failure.code' IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const count = db.prepare<[string], number>('SELECT count(*) FROM outbox WHERE state = ?').pluck();

  const settleAs = (state: 'delivered' | 'rejected', id: number, why: Failure | null) =>
    attempt(() => {
      settle.run({ id, state, at: clock(), why: why === null ? null : JSON.stringify(why) });
      return ok(undefined);
    });

  const nextRevision = (visitId: string): number => (lastRevision.get(visitId) ?? 0) + 1;
  const queue = (visitId: string, revision: number, body: z.ZodSafeParseResult<OutboxEntry['body']>) => {
    if (!body.success) return fail(failure('request-malformed', z.prettifyError(body.error)));
    return readRow(
      EntrySchema,
      insert.get({ visitId, revision, body: JSON.stringify(body.data), at: clock() }),
    );
  };

  return {
    enqueueOutcome: (visitId, report) =>
      transact(db, () => {
        const revision = nextRevision(visitId);
        // With it, so that no start takes a visit whose end is known for one that its kiosk died in.
        endVisit.run(clock(), report.outcome, report.failure?.code ?? null, visitId);
        return queue(visitId, revision, OutcomeReportSchema.safeParse({ ...report, revision }));
      }),
    enqueueBackup: (visitId, report) =>
      transact(db, () =>
        (count.get('queued') ?? 0) >= MOST_BEFORE_BACKUPS
          ? ok(null)
          : queue(visitId, nextRevision(visitId), BackupReportSchema.safeParse(report)),
      ),
    due: (now, limit) =>
      attempt(() => {
        const entries: OutboxEntry[] = [];
        for (const row of selectDue.all({ now, limit, longest: LONGEST_WAIT_MS })) {
          const entry = readRow(EntrySchema, row);
          if (entry.ok) entries.push(entry.value);
          else {
            // Kept for staff like any other refusal: it must not hold up those behind it.
            const aside = settleAs('rejected', row.id, entry.failure);
            if (!aside.ok) return aside;
          }
        }
        return ok(entries);
      }),
    nextDueAt: () => attempt(() => ok(earliest.get() ?? null)),
    markDelivered: (id) => settleAs('delivered', id, null),
    markRejected: (id, why) => settleAs('rejected', id, why),
    reschedule: (id, at, why) =>
      attempt(() => {
        postpone.run({ id, at: Math.min(at, clock() + LONGEST_WAIT_MS), why: JSON.stringify(why) });
        return ok(undefined);
      }),
    renumber: (id) =>
      transact(db, () => {
        for (const one of waitingWith.all(id)) renumberTo.run({ id: one.id, to: nextRevision(one.visitId) });
        return ok(undefined);
      }),
    lastOutcome: (visitId) =>
      attempt(() => {
        const last = lastOutcomeOf.get(visitId);
        return ok(last === undefined ? null : OutcomeReportSchema.shape.outcome.parse(last));
      }),
    tokenFailures: (visitId) => attempt(() => ok(unwell.get(visitId, JSON.stringify(TOKEN_UNWELL)) ?? 0)),
    rejectedOutcomes: (limit) => attempt(() => readRows(RejectedSchema, selectRejected.all(limit))),
    outboxCounts: () =>
      attempt(() => ok({ queued: count.get('queued') ?? 0, rejected: count.get('rejected') ?? 0 })),
  };
}
