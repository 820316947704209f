import type { TokenReport } from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { CommitState } from '../../shared/token/ef-commit.ts';
import type { LogRecord } from '../../shared/token/ef-log.ts';
import type { TokenIdentity } from '../../shared/token/ef-token.ts';
import type { TokenSession } from '../reader/port.ts';
import { checkCommit, readCommit, readIdentity, selectNative } from './identify.ts';
import { type LogReading, readLog } from './log.ts';
import { type Clock, steadyClock, within } from './within.ts';

/** For all of it, in ms: a full log over the slowest link takes 21 s. */
const READ_WITHIN_MS = 60_000;

/** Everything about a token but its image. */
export interface TokenReading {
  readonly identity: TokenIdentity;
  readonly commit: CommitState;
  /** Transactions beyond the image, oldest first. */
  readonly log: readonly LogRecord[];
  readonly logSequence: number;
  readonly logLost: number;
  readonly logTorn: number;
  /** The same as the host is told it. */
  readonly report: TokenReport;
}

/**
 * Reads who the token is, what it carries and whether an update was requested: four commands and at most
 * 300 bytes on the link when its log holds nothing new.
 * Failures: those of the session, `token-foreign`, `token-layout-unknown`, `token-damaged`,
 * `token-refused`, `token-answer-malformed`.
 */
export async function readToken(
  whole: TokenSession,
  clock: Clock = steadyClock,
): Promise<Result<TokenReading>> {
  const session = within(whole, READ_WITHIN_MS, clock);
  const selected = await selectNative(session);
  if (!selected.ok) return selected;
  const identity = await readIdentity(session);
  if (!identity.ok) return identity;
  const commit = await readCommit(session);
  if (!commit.ok) return commit;
  const sound = checkCommit(identity.value, commit.value);
  if (!sound.ok) return sound;
  const log = await readLog(session, commit.value.current.logSequence, identity.value.logRecords);
  if (!log.ok) return log;
  const { records, logSequence, logLost, logTorn } = log.value;
  const report = reportOf(identity.value, commit.value, log.value);
  return ok({
    identity: identity.value,
    commit: commit.value,
    log: records,
    logSequence,
    logLost,
    logTorn,
    report,
  });
}

function reportOf(identity: TokenIdentity, commit: CommitState, log: LogReading): TokenReport {
  const { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots } = identity;
  const { current } = commit;
  return {
    tokenId,
    issuer,
    kind,
    generation,
    validFrom,
    validTo,
    slotSize,
    slots,
    image:
      current.slot === null
        ? null
        : { digest: current.digest, sequence: current.imageSequence, length: current.imageLength },
    indicator: current.indicator,
    inactiveDigest: inactiveDigest(commit),
    logSequence: log.logSequence,
    logIncluded: current.logSequence,
    log: log.records.map((record) => record.transaction),
    logLost: log.logLost,
  };
}

/** The twin tells of the inactive slot only if it is about that slot, not about an indicator set later. */
function inactiveDigest({ current, previous }: CommitState): string | null {
  if (previous === null || previous.slot === null || previous.slot === current.slot) return null;
  return previous.digest;
}
