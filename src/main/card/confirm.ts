import { type Failure, type FailureCode, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { CommitState } from '../../shared/token/ef-commit.ts';
import type { TokenSession } from '../reader/port.ts';
import { checkCommit, readCommit, readIdentity, sameIdentity, selectNative } from './identify.ts';
import type { TokenReading } from './read.ts';

type Known = Pick<TokenReading, 'identity' | 'commit'>;

const swapped = (detail: string) => fail(failure('token-swapped', detail));

/** Failures that the token of a moment ago cannot give: another one must be in its place. */
const ANOTHER_TOKEN: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'token-foreign',
  'token-layout-unknown',
  'token-damaged',
]);

/** The token of `known` with its image of then; only its indicator may have been set anew. */
function checkSame({ identity, commit }: Known, known: Known): Result<void> {
  if (!sameIdentity(identity, known.identity))
    return swapped(`token ending ${identity.tokenId.slice(-4)} instead`);
  const { current } = commit;
  const before = known.commit.current;
  if (current.slot !== before.slot || current.digest !== before.digest || current.sequence < before.sequence)
    return swapped(`EF.COMMIT points at another image, sequence ${current.sequence}`);
  return ok(undefined);
}

/**
 * Selects the application and makes sure that this is the token of `known`, with the same image: a swap or
 * a pull and return faster than the reader's poll gives no event at all. A request that a terminal set
 * meanwhile is no obstacle: the commit compares before it clears.
 * Failures: those of the session, `token-swapped`.
 */
export async function confirmToken(session: TokenSession, known: Known): Promise<Result<void>> {
  const found = await identify(session);
  if (!found.ok) return ANOTHER_TOKEN.has(found.failure.code) ? swapped(found.failure.detail) : found;
  return checkSame(found.value, known);
}

async function identify(session: TokenSession): Promise<Result<Known>> {
  const selected = await selectNative(session);
  return selected.ok ? readAgain(session) : selected;
}

async function readAgain(session: TokenSession): Promise<Result<Known>> {
  const identity = await readIdentity(session);
  if (!identity.ok) return identity;
  const commit = await readCommit(session);
  if (!commit.ok) return commit;
  const sound = checkCommit(identity.value, commit.value);
  return sound.ok ? ok({ identity: identity.value, commit: commit.value }) : sound;
}

/**
 * Reads EF.TOKEN and EF.COMMIT once more without selecting anything, just before the commit. The image
 * must still be the one of `known`; only its indicator may have been set anew.
 * Failures: those of the session, `token-reset`, `token-swapped`.
 */
export async function rereadCommit(session: TokenSession, known: Known): Promise<Result<CommitState>> {
  const found = await readAgain(session);
  if (!found.ok) return fail(afterSelection(found.failure));
  const same = checkSame(found.value, known);
  return same.ok ? ok(found.value.commit) : same;
}

/**
 * Once the application was selected and its files were found, a file that is missing means that the
 * selection was lost: the token was reset.
 */
export const afterSelection = (cause: Failure): Failure =>
  cause.code === 'token-layout-unknown'
    ? failure('token-reset', cause.detail, { tokenEffect: cause.tokenEffect })
    : cause;
