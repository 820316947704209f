import { ok, type Result } from '../../shared/contract/result.ts';
import { claimedSequence, EF_LOG, LOG_HEAD_BYTES, type LogRecord } from '../../shared/token/ef-log.ts';
import type { TokenSession } from '../reader/port.ts';
import { judge, transact } from './apdu/exchange.ts';
import { RECORD_NOT_FOUND, readRecord } from './apdu/read-record.ts';
import { SUCCESS } from './apdu/status.ts';
import { fixedSize } from './identify.ts';

/** What EF.LOG holds beyond the image. */
export interface LogReading {
  /** Oldest first. */
  readonly records: readonly LogRecord[];
  /** Of the newest whole record, or `included` when there is none beyond it. */
  readonly logSequence: number;
  /** Records between `included` and `logSequence` that are not there any more. */
  readonly logLost: number;
  /** Records whose CRC is wrong: the token was pulled while a terminal appended them, so they never happened. */
  readonly logTorn: number;
}

/**
 * Whether the newest record is the one that the image includes last, or there is none: by its first bytes
 * alone. Its CRC need not be read for that. An erased page begins with no version; a record that was torn while
 * it was appended claims a later sequence, or still the one of the oldest record, which it overwrites; anything
 * but `included` itself is read whole. Whatever the token refuses here is left to the reading of whole records.
 */
async function nothingBeyond(session: TokenSession, included: number): Promise<Result<boolean>> {
  const head = readRecord(EF_LOG, 1, LOG_HEAD_BYTES);
  const answer = await transact(session, head.apdu);
  if (!answer.ok) return answer;
  const { data, sw } = answer.value;
  return ok(sw === RECORD_NOT_FOUND || (sw === SUCCESS && claimedSequence(data) === included));
}

/**
 * Reads EF.LOG from its newest record back to the sequence `included` that the image has already. With
 * nothing new that is one short command. `capacity` bounds the reading, whatever the token answers.
 * Failures: those of `exchange`, `token-layout-unknown` for a record of a later version.
 */
export async function readLog(
  session: TokenSession,
  included: number,
  capacity: number,
): Promise<Result<LogReading>> {
  const nothing = await nothingBeyond(session, included);
  if (!nothing.ok) return nothing;
  if (nothing.value) return ok({ records: [], logSequence: included, logLost: 0, logTorn: 0 });
  const records: LogRecord[] = [];
  let logTorn = 0;
  for (let number = 1; number <= capacity; number++) {
    const command = readRecord(EF_LOG, number, fixedSize(EF_LOG));
    const answer = await transact(session, command.apdu);
    if (!answer.ok) return answer;
    if (answer.value.sw === RECORD_NOT_FOUND) break;
    const bytes = judge(command, answer.value);
    if (!bytes.ok) return bytes;
    const record = EF_LOG.decode(bytes.value);
    if (record.ok) {
      if (record.value.logSequence <= included) break;
      records.unshift(record.value);
      if (record.value.logSequence === included + 1) break;
    } else if (record.failure.code === 'token-damaged') logTorn++;
    else return record;
  }
  const seen = new Set(records.map((record) => record.logSequence));
  const logSequence = Math.max(included, ...seen);
  return ok({ records, logSequence, logLost: logSequence - included - seen.size, logTorn });
}
