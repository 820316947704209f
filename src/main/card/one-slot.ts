import { ok, type Result } from '../../shared/contract/result.ts';
import { CLEAR_INDICATOR, type CommitRecord, type Indicator } from '../../shared/token/ef-commit.ts';
import type { TokenSession } from '../reader/port.ts';
import { type Committed, type Content, commitRecord, nextRecord } from './commit.ts';
import { rereadCommit } from './confirm.ts';
import type { TokenReading } from './read.ts';

/** Bytes of the digest that stand for a request where there is none. */
const ID_DIGITS = 16;

/** The request id under which a write is announced that serves no request: the beginning of its image's digest. */
export const announcedId = (digest: string): string => digest.slice(0, ID_DIGITS);

/** What the indicator says while the only slot is written: the request that is there already, or that one is. */
function underWay({ indicator }: CommitRecord, digest: string): Indicator {
  if (indicator.state !== 'clear') return { ...indicator, state: 'in-progress' };
  return { ...CLEAR_INDICATOR, state: 'in-progress', requestId: announcedId(digest) };
}

/**
 * Says on the token that its only slot is about to be overwritten, before the first byte of it is: all else in EF.COMMIT
 * stays, so that until the write is verified every kiosk knows which image the token had, and that the host
 * is to be asked for one. Nothing is written where an earlier attempt has said so already.
 * Failures: those of `rereadCommit` and `commitRecord`.
 */
export async function announceWrite(
  session: TokenSession,
  reading: Pick<TokenReading, 'identity' | 'commit'>,
  digest: string,
): Promise<Result<void>> {
  const state = await rereadCommit(session, reading);
  if (!state.ok) return state;
  const { current } = state.value;
  if (current.indicator.state === 'in-progress') return ok(undefined);
  const indicator = underWay(current, digest);
  return commitRecord(session, state.value, { ...current, sequence: current.sequence + 1, indicator });
}

/**
 * The record that ends such a write: its own announcement goes, a request that it does not serve is one again.
 */
export function endWrite(current: CommitRecord, content: Content, served: string | null): Committed {
  const own = announcedId(content.digest);
  const isOwn = current.indicator.requestId === own;
  const { commit, clearedRequestId } = nextRecord(current, content, isOwn ? own : served);
  const { indicator } = commit;
  const kept: Indicator =
    indicator.state === 'in-progress' ? { ...indicator, state: 'requested' } : indicator;
  return {
    commit: { ...commit, indicator: kept },
    clearedRequestId: isOwn && own !== served ? null : clearedRequestId,
  };
}
