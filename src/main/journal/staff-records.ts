import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { FAILURE_CODES, type FailureCode } from '../../shared/contract/failure.ts';
import { OUTCOMES, type Outcome, VisitIdSchema } from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';
import { jsonColumn, millis, readRow, readRows } from './row.ts';

const VisitRecordSchema = z.object({
  visitId: VisitIdSchema,
  /** All of the token's id that staff get to see. */
  tokenLast4: z.string().length(4),
  startedAt: millis,
  endedAt: millis.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  failureCode: z.enum(FAILURE_CODES).nullable(),
});
/** A visit as staff see it; `endedAt` and `outcome` are `null` while it lasts or if the kiosk died in it. */
export type VisitRecord = Readonly<z.infer<typeof VisitRecordSchema>>;

const PinAttemptsSchema = z.object({
  failed: z.number().int().nonnegative(),
  lastFailedAt: millis.nullable(),
});
/** Wrong staff PINs since the last right one. */
export type PinAttempts = Readonly<z.infer<typeof PinAttemptsSchema>>;

export interface StaffRecords {
  /** The stored value, to be parsed by the caller, or `undefined`. */
  readSetting(key: string): Result<unknown>;
  /** `value` is stored as JSON. */
  writeSetting(key: string, value: unknown): Result<void>;
  /** Keeps only the last four digits of `tokenId`. The same visit may begin again, after a recovery. */
  logVisitStarted(visitId: string, tokenId: string): Result<void>;
  logVisitEnded(visitId: string, outcome: Outcome, failureCode: FailureCode | null): Result<void>;
  /** The newest `limit` visits, newest first. */
  recentVisits(limit: number): Result<VisitRecord[]>;
  pinAttempts(): Result<PinAttempts>;
  countFailedPin(): Result<PinAttempts>;
  clearFailedPins(): Result<void>;
}

export function createStaffRecords(db: Database, clock: () => number): StaffRecords {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)');
  const begin = db.prepare<[string, string, number]>(
    `INSERT INTO visit (visitId, tokenLast4, startedAt) VALUES (?, ?, ?)
     ON CONFLICT (visitId) DO UPDATE SET endedAt = NULL, outcome = NULL, failureCode = NULL`,
  );
  const end = db.prepare<[number, string, string | null, string]>(
    'UPDATE visit SET endedAt = ?, outcome = ?, failureCode = ? WHERE visitId = ?',
  );
  const recent = db.prepare<[number]>('SELECT * FROM visit ORDER BY startedAt DESC, rowid DESC LIMIT ?');
  const pin = db.prepare('SELECT failed, lastFailedAt FROM pinAttempt WHERE id = 1');
  const countPin = db.prepare<[number]>(
    'UPDATE pinAttempt SET failed = failed + 1, lastFailedAt = ? WHERE id = 1 RETURNING failed, lastFailedAt',
  );
  const clearPin = db.prepare('UPDATE pinAttempt SET failed = 0 WHERE id = 1');
  const done = (run: () => unknown): Result<void> =>
    attempt(() => {
      run();
      return ok(undefined);
    });
  return {
    readSetting: (key) =>
      attempt((): Result<unknown> => {
        const value = get.get(key);
        return value === undefined ? ok(undefined) : readRow(jsonColumn(z.unknown()), value);
      }),
    writeSetting: (key, value) => done(() => put.run(key, JSON.stringify(value))),
    logVisitStarted: (visitId, tokenId) => done(() => begin.run(visitId, tokenId.slice(-4), clock())),
    logVisitEnded: (visitId, outcome, code) => done(() => end.run(clock(), outcome, code, visitId)),
    recentVisits: (limit) => attempt(() => readRows(VisitRecordSchema, recent.all(limit))),
    pinAttempts: () => attempt(() => readRow(PinAttemptsSchema, pin.get())),
    countFailedPin: () => attempt(() => readRow(PinAttemptsSchema, countPin.get(clock()))),
    clearFailedPins: () => done(() => clearPin.run()),
  };
}
