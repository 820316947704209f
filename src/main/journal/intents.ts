import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { DecisionSchema, type Outcome, VisitIdSchema } from '../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { DigestSchema, RequestIdSchema, TokenIdSchema } from '../../shared/image/model.ts';
import { attempt, transact } from './attempt.ts';
import type { Outbox, OutboxEntry, OutcomeDraft } from './outbox.ts';
import { jsonColumn, millis, readRow, readRows } from './row.ts';

const count = z.number().int().nonnegative();

/** The host's decision to update, without the images that came with it. */
export const IntentDecisionSchema = DecisionSchema.options[3].omit({
  image: true,
  inactiveImage: true,
  currentImage: true,
});

/** How far an open intent has come, as far as this kiosk knows; the token's digests are the proof. */
export const OPEN_STATES = ['open', 'written', 'verified', 'committed'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

export const IntentSchema = z.object({
  id: z.uuid(),
  visitId: VisitIdSchema,
  tokenId: TokenIdSchema,
  requestId: RequestIdSchema.nullable(),
  /** Digest of the image that the token carried before; `null` when it carried none. */
  beforeDigest: DigestSchema.nullable(),
  beforeSequence: count,
  afterDigest: DigestSchema,
  /** The signed image that is written. Forgotten when the intent is closed. */
  image: z.instanceof(Uint8Array).transform((blob) => new Uint8Array(blob)),
  slot: z.enum(['A', 'B']),
  /** EF.LOG's sequence up to which the image includes the token's own log. */
  targetLogSequence: count,
  decision: jsonColumn(IntentDecisionSchema),
  state: z.enum(OPEN_STATES),
  openedAt: millis,
});

/** What is about to be done to a token, committed to disk before its first byte is written. */
export type WriteIntent = Readonly<z.infer<typeof IntentSchema>>;
export type NewIntent = Omit<WriteIntent, 'state' | 'openedAt'>;

const DeadVisitSchema = IntentSchema.pick({ visitId: true, tokenId: true });
export type DeadVisit = Readonly<z.infer<typeof DeadVisitSchema>>;

export interface Intents {
  /** Only one intent can be open for a token; a second one is `action-not-possible`. */
  openIntent(intent: NewIntent): Result<WriteIntent>;
  /** Any open state may follow any other: a recovery can begin the write anew. */
  advanceIntent(id: string, state: OpenState): Result<void>;
  /** Without a report. `updated` closes as committed, `set-aside` as such, all others as rolled back. */
  closeIntent(id: string, outcome: Outcome): Result<void>;
  /** Closes and queues the report of its visit in one transaction: never one without the other. */
  closeIntentWithOutcome(id: string, report: OutcomeDraft): Result<OutboxEntry>;
  /** The open intent of this token, or `null`. */
  openIntentOf(tokenId: string): Result<WriteIntent | null>;
  /** Visits with an open intent of which no outcome was ever queued: the kiosk died while it wrote. */
  diedWriting(): Result<DeadVisit[]>;
  /** All open intents, oldest first. */
  openIntents(): Result<WriteIntent[]>;
}

function closedState(outcome: Outcome): 'committed' | 'set-aside' | 'rolled-back' {
  if (outcome === 'updated') return 'committed';
  return outcome === 'set-aside' ? 'set-aside' : 'rolled-back';
}

export function createIntents(db: Database, clock: () => number, outbox: Outbox): Intents {
  const insert = db.prepare(
    `INSERT INTO intent (id, visitId, tokenId, requestId, beforeDigest, beforeSequence, afterDigest, image,
       slot, targetLogSequence, decision, state, openedAt)
     VALUES (@id, @visitId, @tokenId, @requestId, @beforeDigest, @beforeSequence, @afterDigest, @image,
       @slot, @targetLogSequence, @decision, 'open', @openedAt) RETURNING *`,
  );
  const advance = db.prepare<[string, string]>(
    'UPDATE intent SET state = ? WHERE id = ? AND closedAt IS NULL',
  );
  const close = db
    .prepare<{ id: string; state: string; outcome: string; at: number }, string>(
      `UPDATE intent SET state = @state, outcome = @outcome, closedAt = @at, image = NULL
       WHERE id = @id AND closedAt IS NULL RETURNING visitId`,
    )
    .pluck();
  const ofToken = db.prepare<[string]>('SELECT * FROM intent WHERE tokenId = ? AND closedAt IS NULL');
  const allOpen = db.prepare('SELECT * FROM intent WHERE closedAt IS NULL ORDER BY openedAt, rowid');

  const died = db.prepare(
    `SELECT visitId, tokenId FROM intent WHERE closedAt IS NULL AND NOT EXISTS
       (SELECT 1 FROM outbox WHERE outbox.visitId = intent.visitId) ORDER BY openedAt, rowid`,
  );

  const notOpen = (id: string) => fail(failure('action-not-possible', `no open intent ${id}`));

  function closeNow(id: string, outcome: Outcome): Result<string> {
    const visitId = close.get({ id, state: closedState(outcome), outcome, at: clock() });
    return visitId === undefined ? notOpen(id) : ok(visitId);
  }

  return {
    openIntent: (intent) =>
      transact(db, () => {
        if (ofToken.get(intent.tokenId) !== undefined)
          return fail(
            failure('action-not-possible', `token ending ${intent.tokenId.slice(-4)} has an open intent`),
          );
        const decision = JSON.stringify(IntentDecisionSchema.parse(intent.decision));
        const row = readRow(IntentSchema, insert.get({ ...intent, decision, openedAt: clock() }));
        // What cannot be read back is of no use after a crash: refused now, before the token is touched.
        return row.ok ? row : fail(failure('request-malformed', row.failure.detail));
      }),
    advanceIntent: (id, state) =>
      attempt(() => (advance.run(state, id).changes === 1 ? ok(undefined) : notOpen(id))),
    closeIntent: (id, outcome) =>
      transact(db, () => {
        const closed = closeNow(id, outcome);
        return closed.ok ? ok(undefined) : closed;
      }),
    closeIntentWithOutcome: (id, report) =>
      transact(db, () => {
        const visitId = closeNow(id, report.outcome);
        return visitId.ok ? outbox.enqueueOutcome(visitId.value, report) : visitId;
      }),
    openIntentOf: (tokenId) =>
      attempt(() => {
        const row = ofToken.get(tokenId);
        return row === undefined ? ok(null) : readRow(IntentSchema, row);
      }),
    diedWriting: () => attempt(() => readRows(DeadVisitSchema, died.all())),
    openIntents: () => attempt(() => readRows(IntentSchema, allOpen.all())),
  };
}
