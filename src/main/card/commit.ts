import { type Failure, type FailureCode, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { equalBytes } from '../../shared/image/bytes.ts';
import {
  CLEAR_INDICATOR,
  type CommitRecord,
  type CommitState,
  EF_COMMIT,
  type Indicator,
} from '../../shared/token/ef-commit.ts';
import type { TokenSession } from '../reader/port.ts';
import { exchange } from './apdu/exchange.ts';
import { readRecord } from './apdu/read-record.ts';
import { updateRecord } from './apdu/update-record.ts';
import { fixedSize } from './identify.ts';

/** What the new record says beside its sequence and indicator. */
export type Content = Pick<CommitRecord, 'slot' | 'imageSequence' | 'imageLength' | 'digest' | 'logSequence'>;

export interface Committed {
  readonly commit: CommitRecord;
  /** The request that the record cleared, `null` when there was none or it survives. */
  readonly clearedRequestId: string | null;
}

/** The highest sequence of a record: the one beyond it cannot be written. */
export const LAST_SEQUENCE = 0xffff_ffff;

/**
 * The record that follows `current`. The indicator is compared and cleared: only the request `served`
 * goes, a newer one survives.
 */
export function nextRecord(current: CommitRecord, content: Content, served: string | null): Committed {
  const { indicator } = current;
  const clears = indicator.state !== 'clear' && indicator.requestId === served;
  const kept: Indicator = clears ? CLEAR_INDICATOR : indicator;
  return {
    commit: { ...content, sequence: current.sequence + 1, indicator: kept },
    clearedRequestId: clears ? indicator.requestId : null,
  };
}

/** Failures of a session: the token is not there to be asked what it did. */
const ANSWER_LOST: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'token-removed',
  'token-reset',
  'token-mute',
  'reader-removed',
  'reader-busy',
  'reader-failed',
  'service-unavailable',
  'card-process-lost',
]);

const unclear = ({ code, detail }: Failure) => fail(failure('commit-unclear', `${code}: ${detail}`));

/**
 * Overwrites the older record of EF.COMMIT, which switches the image and clears the request in one, and
 * reads it back: a status word is no proof, neither of success nor of failure. Until the new record is
 * whole the old one counts.
 * Failures: `commit-unclear` when nobody can tell whether the record was written, those of UPDATE RECORD
 * and `verify-mismatch` when it was not.
 */
export async function commitRecord(
  session: TokenSession,
  state: CommitState,
  next: CommitRecord,
): Promise<Result<void>> {
  const older = state.currentRecord === 1 ? 2 : 1;
  const bytes = EF_COMMIT.encode(next);
  const written = await exchange(session, updateRecord(EF_COMMIT, older, bytes));
  if (!written.ok && ANSWER_LOST.has(written.failure.code)) return unclear(written.failure);
  const found = await exchange(session, readRecord(EF_COMMIT, older, fixedSize(EF_COMMIT)));
  if (found.ok && equalBytes(found.value, bytes)) return ok(undefined);
  if (!found.ok) {
    const untouched = !written.ok && written.failure.tokenEffect === 'none';
    return untouched ? written : unclear(found.failure);
  }
  if (!written.ok) return written;
  return fail(failure('verify-mismatch', `record ${older} of EF.COMMIT is not what was written`));
}
