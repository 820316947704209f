import { ok } from '../../../shared/contract/result.ts';

import { encodeImage } from '../../../shared/image/codec.ts';
import { openImage, type TrustedKeys } from '../../../shared/image/envelope.ts';
import { fromBase64 } from '../../images/rows.ts';
import type { HostDeps } from '../deps.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import type { DeviceFacts, TransferFacts } from './facts.ts';
import { reportOf, type TransferRow } from './rows.ts';

export interface Keys {
  readonly keys: TrustedKeys;
  /** Bytes of a slot that the signature takes at most, whichever key signs. */
  readonly envelope: number;
}

/** COSE_Sign1 adds that much to an image, besides the key's id: tag and heads 12, header 8, signature 66. */
const ENVELOPE = 86;

/** The image server's keys, by which the host reads the images that it compares. */
export async function imageKeys(deps: HostDeps): Promise<Outcome<Keys>> {
  const answer = await deps.images.keys({});
  if (!answer.ok) return imageRefusal(answer.failure);
  const keys = new Map(
    answer.value.keys.map(
      ({ keyId, publicKey }) => [keyId, new Uint8Array(Buffer.from(publicKey, 'base64url'))] as const,
    ),
  );
  return ok({ keys, envelope: ENVELOPE + Math.max(0, ...[...keys.keys()].map((keyId) => keyId.length)) });
}

/** Bytes of a slot that the cells of the token's image take at least; `null` while the image is not known. */
export async function bytesNeeded(deps: HostDeps, transfer: TransferRow): Promise<Outcome<number | null>> {
  const digest = reportOf(transfer)?.image?.digest;
  if (digest === undefined) return ok(null);
  const fetched = await deps.images.fetch({ tokenId: transfer.token_id, digest });
  if (!fetched.ok) {
    const { failure } = fetched;
    return failure.code.startsWith('host-') ? imageRefusal(failure) : ok(null);
  }
  const known = await imageKeys(deps);
  if (!known.ok) return known;
  const opened = openImage(fromBase64(fetched.value.image), known.value.keys);
  if (!opened.ok) return ok(null);
  // Of what is cut to fit, transactions go first: they are not value, their balances are.
  return ok(encodeImage({ ...opened.value.image, transactions: [] }).length + known.value.envelope);
}

export interface Looked {
  readonly facts: DeviceFacts;
  readonly sendImage: boolean;
}

/** Looks at the token's image: whether it is known, and whether the second device has room for the first's. */
export async function lookAtContent(
  deps: HostDeps,
  facts: TransferFacts,
  sentImage: DeviceFacts['sentImage'],
  first: TransferRow | undefined,
): Promise<Outcome<Looked>> {
  const needs = first === undefined ? ok(null) : await bytesNeeded(deps, first);
  if (!needs.ok) return needs;
  const found = { ...facts, needs: needs.value, sentImage };
  const { report, job, role } = facts;
  if (report === null || report.image === null) return ok({ facts: found, sendImage: false });
  const { tokenId, generation, image, log } = report;
  const state = await deps.images.state({ tokenId, generation, image, log });
  if (!state.ok) return imageRefusal(state.failure);
  const wanted = role === 'first' ? job !== 'replace' : job === 'merge';
  return ok({
    facts: found,
    sendImage: sentImage === 'none' && (wanted || !state.value.digestKnown),
  });
}
