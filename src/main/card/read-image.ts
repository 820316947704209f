import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import type { Slot } from '../../shared/token/ef-commit.ts';
import type { TokenIdentity } from '../../shared/token/ef-token.ts';
import { EF_SLOT } from '../../shared/token/profile.ts';
import type { TokenSession } from '../reader/port.ts';
import { exchange } from './apdu/exchange.ts';
import { readBinary } from './apdu/read-binary.ts';
import { limitsOf, shortLimitsOf } from './limits.ts';
import type { TokenReading } from './read.ts';
import { type Clock, steadyClock, within } from './within.ts';

/** For a whole image, in ms: 32 KiB over the slowest link take 43 s. */
const IMAGE_WITHIN_MS = 120_000;

/** Bytes that are done, of how many. */
export type Progress = (done: number, total: number) => void;

/** The first `length` bytes of a slot; with short commands if the token refuses the extended ones that it declares. */
export async function readSlot(
  session: TokenSession,
  identity: TokenIdentity,
  slot: Slot,
  length: number,
  onProgress?: Progress,
): Promise<Result<Uint8Array>> {
  const { name, sfi } = EF_SLOT[slot];
  let { read } = limitsOf(identity, session.protocol);
  const short = shortLimitsOf(identity, session.protocol).read;
  const content = new Uint8Array(length);
  for (let offset = 0; offset < length; ) {
    const size = Math.min(read, length - offset);
    // The short identifier makes the slot the current file; the 15-bit offset then reaches all of it.
    const from = offset === 0 ? { name, sfi, offset } : { name, offset };
    const part = await exchange(session, readBinary(from, size));
    if (!part.ok && part.failure.code === 'token-refused' && read > short) {
      read = short;
      continue;
    }
    if (!part.ok) return part;
    content.set(part.value, offset);
    offset += size;
    onProgress?.(offset, length);
  }
  return ok(content);
}

/**
 * The signed image that the token carries, held against the commit record's digest. Its signature is the
 * caller's to check. Failures: those of the session and of READ BINARY, `token-damaged` where the slot holds something
 * else, and `action-not-possible` on a token without an image.
 */
export async function readImage(
  session: TokenSession,
  reading: Pick<TokenReading, 'identity' | 'commit'>,
  onProgress?: Progress,
  clock: Clock = steadyClock,
): Promise<Result<Uint8Array>> {
  const { slot, imageLength, digest } = reading.commit.current;
  if (slot === null) return fail(failure('action-not-possible', 'the token carries no image'));
  const timed = within(session, IMAGE_WITHIN_MS, clock);
  const image = await readSlot(timed, reading.identity, slot, imageLength, onProgress);
  if (!image.ok) return image;
  const found = digestOf(image.value);
  if (found !== digest)
    return fail(failure('token-damaged', `slot ${slot}: ${found}, EF.COMMIT says ${digest}`));
  return image;
}

/**
 * Reads the committed image whole and confirms that it is the one with `digest`: for a write whose end
 * nobody saw. Failures: those of `readImage`, and `image-digest-wrong` where EF.COMMIT names another one.
 */
export async function verifyCommitted(
  session: TokenSession,
  reading: Pick<TokenReading, 'identity' | 'commit'>,
  digest: string,
): Promise<Result<Uint8Array>> {
  const { current } = reading.commit;
  if (current.digest !== digest)
    return fail(failure('image-digest-wrong', `EF.COMMIT says ${current.digest}, expected ${digest}`));
  return readImage(session, reading);
}
