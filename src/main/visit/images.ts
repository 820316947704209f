import { failure } from '../../shared/contract/failure.ts';
import type { TokenReport } from '../../shared/contract/host.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import { describeChange, type ImageChange } from '../../shared/image/change.ts';
import { acceptImage, digestOf, type OpenedImage, openImage } from '../../shared/image/envelope.ts';
import type { CardImage } from '../../shared/image/model.ts';
import { readImage } from '../card/read-image.ts';
import type { OpenToken } from './presentations.ts';
import type { Services } from './services.ts';

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text, 'base64'));

/**
 * All that must hold of an image before it is offered, and again before its first byte is written.
 * Failures: those of `acceptImage`; `host-answer-malformed` when it is not the image that was announced.
 */
export function acceptUpdate(
  services: Pick<Services, 'keys'>,
  report: TokenReport,
  signed: Uint8Array,
  announced: { readonly digest: string; readonly sequence: number },
): Result<OpenedImage> {
  const accepted = acceptImage(signed, services.keys, {
    tokenId: report.tokenId,
    generation: report.generation,
    afterSequence: report.image?.sequence,
    digest: announced.digest,
    capacity: report.slotSize,
  });
  if (!accepted.ok) return accepted;
  const { sequence } = accepted.value.image;
  return sequence === announced.sequence
    ? accepted
    : fail(failure('host-answer-malformed', `image ${sequence}, announced as ${announced.sequence}`));
}

/** Bytes that the host sent for comparison or as slot content, if they are what they are said to be. */
export function expectDigest(base64: string | null, digest: string | null): Uint8Array | null {
  if (base64 === null || digest === null) return null;
  const bytes = fromBase64(base64);
  return digestOf(bytes) === digest ? bytes : null;
}

/** The signed image with this digest that the kiosk has seen in a slot of this token, or `null`. */
export function cachedImage(services: Services, tokenId: string, digest: string | null): Uint8Array | null {
  if (digest === null) return null;
  const cached = services.journal.slotContent(tokenId, digest);
  if (cached.ok) return cached.value;
  services.log('slot-cache-failed', { code: cached.failure.code });
  return null;
}

/** The image that the token carries now, from wherever it costs least; `null` if it cannot be trusted. */
export async function currentImage(
  services: Services,
  { session, reading }: OpenToken,
  fromHost: string | null,
): Promise<CardImage | null> {
  const { tokenId, image } = reading.report;
  if (image === null) return null;
  let bytes = expectDigest(fromHost, image.digest) ?? cachedImage(services, tokenId, image.digest);
  if (bytes === null) {
    const read = await readImage(session, reading);
    if (!read.ok) {
      services.log('image-not-read', { code: read.failure.code, detail: read.failure.detail });
      return null;
    }
    bytes = read.value;
  }
  const opened = openImage(bytes, services.keys);
  if (opened.ok) {
    remember(services, reading, bytes);
    return opened.value.image;
  }
  services.log('image-not-trusted', { code: opened.failure.code });
  return null;
}

/** The image before an update: needed again if the update is interrupted, to say what it changed. */
function remember(services: Services, { report, commit }: OpenToken['reading'], bytes: Uint8Array): void {
  const { slot, digest } = commit.current;
  if (slot === null) return;
  const kept = services.journal.rememberSlot({ tokenId: report.tokenId, slot, digest, bytes });
  if (!kept.ok) services.log('slot-not-remembered', { code: kept.failure.code });
}

/** The same, of the image that the host sent along, unless this kiosk has it already. */
export function rememberBefore(
  services: Services,
  reading: OpenToken['reading'],
  fromHost: string | null,
): void {
  const { tokenId, image } = reading.report;
  const bytes = expectDigest(fromHost, image?.digest ?? null);
  if (bytes !== null && cachedImage(services, tokenId, image?.digest ?? null) === null)
    remember(services, reading, bytes);
}

/** What `after` changes, judged from what this kiosk knows of the image before. */
export function changeFromCache(
  services: Services,
  tokenId: string,
  beforeDigest: string | null,
  after: Uint8Array,
): ImageChange {
  const next = openImage(after, services.keys);
  if (!next.ok) return { rows: [], beforeKnown: false };
  const bytes = cachedImage(services, tokenId, beforeDigest);
  const before = bytes === null ? null : openImage(bytes, services.keys);
  return describeChange(before?.ok ? before.value.image : null, next.value.image);
}
