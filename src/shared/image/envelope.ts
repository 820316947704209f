import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { failure } from '../contract/failure.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { toHex } from './bytes.ts';
import { decodeCbor, decodeSign1, encodeCbor, encodeSign1, requireDeterministic } from './cbor.ts';
import { decodeImage, encodeImage } from './codec.ts';
import { type CardImage, MAX_IMAGE_BYTES } from './model.ts';

/** COSE header parameters (RFC 9052, 3.1) and algorithms: EdDSA (RFC 9053), Ed25519 (RFC 9864). */
const HEADER_ALG = 1;
const HEADER_KID = 4;
const ALG_EDDSA = -8;
const ALG_ED25519 = -19;

/** Public keys of image servers, 32 bytes each, by key id. */
export type TrustedKeys = ReadonlyMap<string, Uint8Array>;

export interface ImageSigner {
  /** ASCII. */
  readonly keyId: string;
  /** 32 bytes (RFC 8032). */
  readonly secretKey: Uint8Array;
}

/** SHA-256 of the signed image's bytes, 64 hex digits: what EF.COMMIT and the host know it by. */
export const digestOf = (signed: Uint8Array): string => toHex(sha256(signed));

const NOTHING_ELSE = new Uint8Array(0);

const toBeSigned = (protectedHeader: Uint8Array, purpose: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', protectedHeader, purpose, payload]);

/**
 * COSE_Sign1 (RFC 9052, 4.2) with Ed25519, the key id in the protected header. `purpose` is its external_aad: what
 * was signed for one purpose never passes for another. Images have none.
 */
export function signPayload(
  payload: Uint8Array,
  signer: ImageSigner,
  purpose: Uint8Array = NOTHING_ELSE,
): Uint8Array {
  const header = encodeCbor(
    new Map<number, number | Uint8Array>([
      [HEADER_ALG, ALG_EDDSA],
      [HEADER_KID, Uint8Array.from(signer.keyId, (char) => char.charCodeAt(0))],
    ]),
  );
  const signature = ed25519.sign(toBeSigned(header, purpose, payload), signer.secretKey);
  return encodeSign1([header, new Map(), payload, signature]);
}

/** Encodes and signs an image. */
export const signImage = (image: CardImage, signer: ImageSigner): Uint8Array =>
  signPayload(encodeImage(image), signer);

/** A signed image whose signature holds, with what is needed to name it. */
export interface OpenedImage {
  readonly image: CardImage;
  readonly digest: string;
  readonly keyId: string;
}

interface Sign1 {
  readonly header: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

function parseSign1(signed: Uint8Array): Result<Sign1> {
  const decoded = decodeSign1(signed);
  if (!decoded.ok) return decoded;
  const parts: unknown = decoded.value;
  if (!Array.isArray(parts) || parts.length !== 4)
    return fail(failure('image-malformed', 'not a COSE_Sign1'));
  const [header, unprotected, payload, signature]: unknown[] = parts;
  if (
    !(header instanceof Uint8Array) ||
    !(unprotected instanceof Map) ||
    unprotected.size > 0 ||
    !(payload instanceof Uint8Array) ||
    !(signature instanceof Uint8Array)
  )
    return fail(failure('image-malformed', 'not a COSE_Sign1 of an image'));
  const again = requireDeterministic(signed, encodeSign1([header, new Map(), payload, signature]));
  return again.ok ? ok({ header, payload, signature }) : again;
}

export interface OpenedPayload {
  readonly payload: Uint8Array;
  readonly keyId: string;
}

/**
 * The payload of a COSE_Sign1 whose signature holds for `purpose`. Failures: `image-malformed`,
 * `image-not-deterministic`, `image-key-unknown`, `image-signature-wrong`.
 */
export function openPayload(
  signed: Uint8Array,
  keys: TrustedKeys,
  purpose: Uint8Array = NOTHING_ELSE,
): Result<OpenedPayload> {
  const sign1 = parseSign1(signed);
  if (!sign1.ok) return sign1;
  const { header, payload, signature } = sign1.value;
  const parameters = decodeCbor(header);
  if (!parameters.ok) return parameters;
  if (!(parameters.value instanceof Map)) return fail(failure('image-malformed', 'protected header'));
  const algorithm: unknown = parameters.value.get(HEADER_ALG);
  const kid: unknown = parameters.value.get(HEADER_KID);
  if ((algorithm !== ALG_EDDSA && algorithm !== ALG_ED25519) || !(kid instanceof Uint8Array))
    return fail(failure('image-malformed', `protected header: algorithm ${String(algorithm)}`));
  const keyId = String.fromCharCode(...kid);
  const key = keys.get(keyId);
  if (key === undefined) return fail(failure('image-key-unknown', `signed with "${keyId}"`));
  // zip215: false is RFC 8032's strict verification, one answer for all implementations.
  if (
    signature.length !== 64 ||
    !ed25519.verify(signature, toBeSigned(header, purpose, payload), key, { zip215: false })
  )
    return fail(failure('image-signature-wrong', `key "${keyId}"`));
  return ok({ payload, keyId });
}

/**
 * Checks the signature first and decodes the image only then: nobody else's bytes reach the decoder.
 * Failures: those of `openPayload` and `decodeImage`, and `image-too-large`.
 */
export function openImage(signed: Uint8Array, keys: TrustedKeys): Result<OpenedImage> {
  if (signed.length > MAX_IMAGE_BYTES) return fail(failure('image-too-large', `${signed.length} bytes`));
  const opened = openPayload(signed, keys);
  if (!opened.ok) return opened;
  const image = decodeImage(opened.value.payload);
  return image.ok ? ok({ image: image.value, digest: digestOf(signed), keyId: opened.value.keyId }) : image;
}

/** What the token says of itself, against which an image is held before its first byte is written. */
export interface Expected {
  readonly tokenId: string;
  readonly generation: number;
  /** Sequence of the image that the token carries now, or `undefined` when it has none. */
  readonly afterSequence: number | undefined;
  /** Digest that the host named. */
  readonly digest?: string;
  /** Bytes that one slot holds. */
  readonly capacity: number;
}

/**
 * All that must hold before a byte is written.
 * Failures: those of `openImage`, and `image-digest-wrong`, `image-token-wrong`, `image-generation-wrong`,
 * `image-sequence-old`, `image-too-large`.
 */
export function acceptImage(signed: Uint8Array, keys: TrustedKeys, expected: Expected): Result<OpenedImage> {
  if (signed.length > expected.capacity)
    return fail(failure('image-too-large', `${signed.length} bytes, the slot holds ${expected.capacity}`));
  const opened = openImage(signed, keys);
  if (!opened.ok) return opened;
  const { image, digest } = opened.value;
  if (expected.digest !== undefined && digest !== expected.digest)
    return fail(failure('image-digest-wrong', `${digest}, expected ${expected.digest}`));
  if (image.tokenId !== expected.tokenId)
    return fail(failure('image-token-wrong', `image of the token ending ${image.tokenId.slice(-4)}`));
  if (image.generation !== expected.generation)
    return fail(failure('image-generation-wrong', `${image.generation}, token ${expected.generation}`));
  if (expected.afterSequence !== undefined && image.sequence <= expected.afterSequence)
    return fail(failure('image-sequence-old', `${image.sequence}, token ${expected.afterSequence}`));
  return opened;
}
