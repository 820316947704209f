import { type Failure, failure } from '../../../shared/contract/failure.ts';
import type { UpdateDecision } from '../../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { CommitState } from '../../../shared/token/ef-commit.ts';
import { otherSlot } from '../../../shared/token/profile.ts';
import type { Written } from '../../../shared/visit/event.ts';
import type { WriteProgress } from '../../../shared/visit/snapshot.ts';
import { type Known, MOST_FAILURES, type OpenIntent } from '../../../shared/visit/state.ts';
import { afterWriting } from '../../card/after-writing.ts';
import { verifyCommitted } from '../../card/read-image.ts';
import { type WriteResult, writeImage } from '../../card/write.ts';
import type { WriteIntent } from '../../journal/intents.ts';
import { acceptUpdate, cachedImage, expectDigest, fromBase64, rememberBefore } from '../images.ts';
import type { OpenToken } from '../presentations.ts';
import type { Services } from '../services.ts';
import { concludeIntent } from './conclude.ts';

type OnProgress = (progress: WriteProgress) => void;

/** Bytes that the inactive slot is believed to hold; a wrong belief costs time, never data. */
function inactiveContent(services: Services, token: OpenToken, fromHost: string | null): Uint8Array | null {
  const { report } = token.reading;
  const digest = report.inactiveDigest;
  return expectDigest(fromHost, digest) ?? cachedImage(services, report.tokenId, digest);
}

const activeSlot = ({ current }: CommitState) => current.slot;

/** Opens the intent, writes, and closes the intent together with the report of what was verified. */
export async function write(
  services: Services,
  token: OpenToken,
  on: Known,
  decision: UpdateDecision,
  onProgress: OnProgress,
): Promise<Result<Written>> {
  const { report, commit } = token.reading;
  const { image: base64, inactiveImage, currentImage: comparison, ...kept } = decision;
  rememberBefore(services, token.reading, comparison);
  const opened = services.journal.openIntent({
    id: services.newId(),
    visitId: on.visitId,
    tokenId: report.tokenId,
    requestId: decision.requestId,
    beforeDigest: report.image?.digest ?? null,
    beforeSequence: report.image?.sequence ?? 0,
    afterDigest: decision.digest,
    image: fromBase64(base64),
    slot: report.slots === 1 ? 'A' : otherSlot(activeSlot(commit)),
    targetLogSequence: decision.logIncluded,
    decision: kept,
  });
  if (!opened.ok) return opened;
  const inactive = inactiveContent(services, token, inactiveImage);
  return carryOut(services, token, opened.value, { inactive, cleared: null }, onProgress);
}

/** Takes up a write whose token left in the middle. */
export async function resume(
  services: Services,
  token: OpenToken,
  open: OpenIntent,
  onProgress: OnProgress,
): Promise<Result<Written>> {
  const intent = reopened(services, open);
  if (!intent.ok) return intent;
  const result = await carryOut(services, token, intent.value, NOTHING_KNOWN, onProgress);
  return result.ok ? result : fail(afterWriting(result.failure));
}

function reopened(services: Services, open: OpenIntent): Result<WriteIntent> {
  const intent = services.journal.openIntentOf(open.tokenId);
  if (!intent.ok) return intent;
  return intent.value === null || intent.value.id !== open.intentId
    ? fail(failure('action-not-possible', 'the intent was closed meanwhile'))
    : ok(intent.value);
}

interface Before {
  /** What the slot that is written to is believed to hold. */
  readonly inactive: Uint8Array | null;
  /** The request that an earlier commit of this very intent has cleared. */
  readonly cleared: string | null;
}
const NOTHING_KNOWN: Before = { inactive: null, cleared: null };

async function carryOut(
  services: Services,
  token: OpenToken,
  intent: WriteIntent,
  { inactive, cleared }: Before,
  onProgress: OnProgress,
): Promise<Result<Written>> {
  const { session, reading } = token;
  const { report } = reading;
  // Once more, at the last moment: an intent may have waited for days, and disks change bytes.
  const announced = { digest: intent.afterDigest, sequence: intent.decision.sequence };
  const accepted = acceptUpdate(services, report, intent.image, announced);
  if (!accepted.ok) return abandon(services, intent, accepted.failure);
  const result = await writeImage(session, {
    reading,
    image: intent.image,
    imageSequence: accepted.value.image.sequence,
    logIncluded: intent.targetLogSequence,
    servedRequestId: intent.requestId,
    inactiveContent: inactive,
    onProgress: (step, done, total) => {
      onProgress({ step, done, total });
    },
  });
  if (!result.ok)
    return result.failure.retry === 'never' ? abandon(services, intent, result.failure) : result;
  const { bytesSent, imageBytes, clearedRequestId, commands, rounds, slot } = result.value;
  services.log('image-written', { bytesSent, imageBytes, commands, rounds, slot, clearedRequestId });
  return finish(services, intent, { bytesSent, clearedRequestId: clearedRequestId ?? cleared, slot });
}

/** Nothing more will be written: the intent must not wait for a token for ever. The reducer reports it. */
function abandon(services: Services, intent: WriteIntent, why: Failure): Result<Written> {
  const closed = services.journal.closeIntent(intent.id, 'failed');
  if (!closed.ok) services.log('intent-not-closed', { code: closed.failure.code });
  return fail(why);
}

function finish(
  services: Services,
  intent: WriteIntent,
  { bytesSent, clearedRequestId, slot }: Pick<WriteResult, 'bytesSent' | 'clearedRequestId' | 'slot'>,
): Result<Written> {
  const { tokenId, image, afterDigest } = intent;
  const concluded = concludeIntent(services, intent, 'updated', {
    digest: afterDigest,
    sequence: intent.decision.sequence,
    bytes: bytesSent,
    verified: true,
    clearedRequestId,
  });
  // The token is right, but this kiosk could not note it: it has not failed, and is settled by digest when read again.
  if (!concluded.ok) return fail({ ...afterWriting(concluded.failure), retry: 'now' });
  const remembered = services.journal.rememberSlot({ tokenId, slot, digest: afterDigest, bytes: image });
  if (!remembered.ok) services.log('slot-not-remembered', { code: remembered.failure.code });
  return ok({
    at: services.now(),
    bytesWritten: bytesSent,
    imageBytes: image.length,
    sequence: intent.decision.sequence,
    requestCleared: clearedRequestId !== null,
  });
}

/**
 * The token says that it carries the intent's image already: that is read back before it is believed. Where its slot
 * holds something else, no image is left on it that its commit names: it is written anew, to the other slot, as often
 * as any write is tried. Then the intent stays open, lest this token be taken for a whole one.
 */
export async function settle(
  services: Services,
  token: OpenToken,
  open: OpenIntent,
  onProgress: OnProgress,
): Promise<Result<Written>> {
  const intent = reopened(services, open);
  if (!intent.ok) return intent;
  const { reading } = token;
  // That commit cleared the served request, or the token still names a newer one.
  const { indicator, slot } = reading.commit.current;
  const { requestId } = intent.value;
  const cleared = requestId !== null && indicator.requestId !== requestId ? requestId : null;
  const verified = await verifyCommitted(token.session, reading, intent.value.afterDigest);
  if (!verified.ok && verified.failure.code === 'token-damaged') {
    services.log('slot-damaged', { detail: verified.failure.detail });
    if (open.failures >= MOST_FAILURES) return verified;
    const bare = { ...token, reading: { ...reading, report: { ...reading.report, image: null } } };
    return carryOut(services, bare, intent.value, { inactive: null, cleared }, onProgress);
  }
  if (!verified.ok) {
    const why = afterWriting(verified.failure);
    return why.retry === 'never' ? abandon(services, intent.value, why) : fail(why);
  }
  return finish(services, intent.value, {
    bytesSent: 0,
    clearedRequestId: cleared,
    slot: slot ?? intent.value.slot,
  });
}
