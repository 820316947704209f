import { type DecodeOptions, decodeFirst, encode, rfc8949EncodeOptions, Tagged } from 'cborg';
import { failure } from '../contract/failure.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { equalBytes } from './bytes.ts';

/** Integers, text, byte strings, arrays and maps: all that images use. No floats, no tags but COSE's. */
export type CborValue =
  | number
  | string
  | boolean
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<number | string, CborValue>;

/** CBOR tag of COSE_Sign1 (RFC 9052, 4.2). */
export const COSE_SIGN1_TAG = 18;

const STRICT: DecodeOptions = {
  strict: true,
  useMaps: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

// The decoder has no codes for its errors. All its ways to say "the input ended" are in this expression;
// the test that cuts a sample at every byte holds it to that.
const ENDED = /not enough|did not find any content|tag content missing|unexpected end/i;

/** Core deterministic encoding (RFC 8949, 4.2.1). */
export const encodeCbor = (value: CborValue): Uint8Array => encode(value, rfc8949EncodeOptions);

/** The same, under the tag of COSE_Sign1. */
export const encodeSign1 = (value: readonly CborValue[]): Uint8Array =>
  encode(new Tagged(COSE_SIGN1_TAG, value), rfc8949EncodeOptions);

function decodeStrict(bytes: Uint8Array, options: DecodeOptions): Result<unknown> {
  let value: unknown;
  let rest: Uint8Array;
  try {
    [value, rest] = decodeFirst(bytes, options);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return fail(failure(ENDED.test(detail) ? 'image-truncated' : 'image-malformed', detail));
  }
  if (rest.length > 0) return fail(failure('image-trailing-bytes', `${rest.length} bytes follow the image`));
  return ok(value);
}

/**
 * Decodes one item that fills `bytes` to the last.
 * Failures: `image-truncated`, `image-trailing-bytes`, `image-malformed`.
 */
export const decodeCbor = (bytes: Uint8Array): Result<unknown> => decodeStrict(bytes, STRICT);

/** Decodes a tagged COSE_Sign1, or an untagged one, to the value inside the tag. */
export const decodeSign1 = (bytes: Uint8Array): Result<unknown> =>
  decodeStrict(bytes, { ...STRICT, tags: { [COSE_SIGN1_TAG]: (inner) => inner() } });

/** Whether `bytes` are what the deterministic encoder makes of the value that they decode to. */
export function requireDeterministic(bytes: Uint8Array, again: Uint8Array): Result<void> {
  return equalBytes(bytes, again)
    ? ok(undefined)
    : fail(failure('image-not-deterministic', 'the bytes are not the deterministic encoding of their value'));
}
