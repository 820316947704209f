import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import { type CommitRecord, EF_COMMIT, type Slot } from '../../shared/token/ef-commit.ts';
import { otherSlot } from '../../shared/token/profile.ts';
import type { WriteStep } from '../../shared/visit/snapshot.ts';
import type { TokenSession } from '../reader/port.ts';
import { afterWriting } from './after-writing.ts';
import { commitRecord, LAST_SEQUENCE, nextRecord } from './commit.ts';
import { confirmToken, rereadCommit } from './confirm.ts';
import { fixedSize } from './identify.ts';
import { announceWrite, endWrite } from './one-slot.ts';
import type { TokenReading } from './read.ts';
import { type Filled, fillSlot } from './slot.ts';

export interface WriteJob {
  /** What `readToken` found when this was decided. */
  readonly reading: Pick<TokenReading, 'identity' | 'commit' | 'logSequence'>;
  /** The signed image, accepted already: signature, token, generation and sequence are not checked here. */
  readonly image: Uint8Array;
  readonly imageSequence: number;
  /** EF.LOG's sequence up to which the image includes the token's transactions. */
  readonly logIncluded: number;
  /** The request that this write serves; `null` when none. */
  readonly servedRequestId: string | null;
  /** What the inactive slot holds, if known: then only what differs is sent. Wrong is slower, not harmful. */
  readonly inactiveContent: Uint8Array | null;
  readonly onProgress?: (step: WriteStep, done: number, total: number) => void;
}

export interface WriteResult extends Filled {
  readonly imageBytes: number;
  readonly slot: Slot;
  /** The record that the token was read to hold now. */
  readonly commit: CommitRecord;
  readonly clearedRequestId: string | null;
}

/**
 * Writes an image to the inactive slot, reads it back, and only then switches to it and clears the request
 * with one record of EF.COMMIT, which is read back too. Pulled at any instant, the token has the old image
 * or the new one, whole; one with a single slot has either, or says that a write is under way (one-slot.ts).
 * Success means that image and record were read from the token.
 *
 * Failures: those of the session and of the commands; `token-swapped` and `token-reset` when it is not the
 * token of `reading` any more; `token-not-writable`, `image-too-large`, `action-not-possible`,
 * `host-answer-malformed` before anything is sent; `verify-mismatch`; `commit-unclear`.
 */
export async function writeImage(session: TokenSession, job: WriteJob): Promise<Result<WriteResult>> {
  const possible = checkJob(job);
  if (!possible.ok) return possible;
  const { image, reading } = job;
  const { current } = reading.commit;
  const confirmed = await confirmToken(session, reading);
  if (!confirmed.ok) return confirmed;
  const digest = digestOf(image);
  const isOneSlot = reading.identity.slots === 1;
  if (isOneSlot) {
    const announced = await announceWrite(session, reading, digest);
    if (!announced.ok) return announced;
  }
  // With two slots the old image needs no copying: it stays in its own, and counts until the commit.
  job.onProgress?.('copy', current.imageLength, current.imageLength);

  const slot = isOneSlot ? 'A' : otherSlot(current.slot);
  const inactiveContent = isOneSlot ? null : job.inactiveContent;
  const filled = await fillSlot(session, { ...job, identity: reading.identity, slot, inactiveContent });
  if (!filled.ok) return isOneSlot ? fail(afterWriting(filled.failure)) : filled;
  const failed = ({ failure: why }: { readonly failure: Failure }) =>
    fail(isOneSlot || filled.value.commands > 0 ? afterWriting(why) : why);

  const size = fixedSize(EF_COMMIT);
  job.onProgress?.('commit', 0, size);
  const state = await rereadCommit(session, reading);
  if (!state.ok) return failed(state);
  const content = {
    slot,
    imageSequence: job.imageSequence,
    imageLength: image.length,
    digest,
    logSequence: job.logIncluded,
  };
  const next = isOneSlot ? endWrite : nextRecord;
  const { commit, clearedRequestId } = next(state.value.current, content, job.servedRequestId);
  const committed = await commitRecord(session, state.value, commit);
  if (!committed.ok) return failed(committed);
  job.onProgress?.('commit', size, size);
  return ok({ ...filled.value, imageBytes: image.length, slot, commit, clearedRequestId });
}

/**
 * Whether a token can be written at all, whatever the image: to be asked before a person is. Failure:
 * `token-not-writable`, in words for staff.
 */
export function checkWritable({ identity, commit }: Pick<TokenReading, 'identity' | 'commit'>): Result<void> {
  // With one slot a write takes two records: the announcement and the commit.
  if (commit.current.sequence >= (identity.slots === 1 ? LAST_SEQUENCE - 1 : LAST_SEQUENCE))
    return fail(
      failure(
        'token-not-writable',
        'EF.COMMIT of this token has used its last sequence number. It is unchanged: exchange the token.',
      ),
    );
  return ok(undefined);
}

/** What can be known to fail before anything is sent. */
function checkJob({ reading, image, logIncluded }: WriteJob): Result<void> {
  const { identity, logSequence } = reading;
  const writable = checkWritable(reading);
  if (!writable.ok) return writable;
  if (image.length === 0) return fail(failure('action-not-possible', 'the image is empty'));
  if (image.length > identity.slotSize)
    return fail(failure('image-too-large', `${image.length} bytes, the slot holds ${identity.slotSize}`));
  // Transactions that the image does not include would be taken for included and lost.
  if (logIncluded > logSequence)
    return fail(failure('host-answer-malformed', `log included to ${logIncluded}, read to ${logSequence}`));
  return ok(undefined);
}
