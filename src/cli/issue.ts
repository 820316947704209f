import { readFile } from 'node:fs/promises';
import { loadImageKey } from '../server/images/keys.ts';
import { failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import { type ImageSigner, signImage } from '../shared/image/envelope.ts';
import { createToken } from '../virtual-token/create/create-token.ts';
import { parseDescription, type TokenDescription } from '../virtual-token/create/description.ts';
import { writeStateFile } from '../virtual-token/memory/file-store.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads a description; the failure says which file and which field. */
export async function readDescription(
  file: string,
): Promise<Result<TokenDescription & { readonly raw: unknown }>> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return fail(failure('configuration-invalid', `${file}: ${reason(error)}`));
  }
  const parsed = parseDescription(raw);
  return parsed.ok ? ok({ ...parsed.value, raw }) : parsed;
}

/** The image server's key in `file`. */
export async function readSigner(file: string): Promise<Result<ImageSigner>> {
  try {
    return ok(await loadImageKey(file));
  } catch (error) {
    return fail(failure('configuration-invalid', `${file}: ${reason(error)}`));
  }
}

/**
 * Makes the state file of a software token and returns the signed image that it carries, `null` for none.
 * Failures: `configuration-invalid`, `image-too-large`.
 */
export function issueToken(raw: unknown, signer: ImageSigner, stateFile: string): Result<Uint8Array | null> {
  let signed: Uint8Array | null = null;
  const state = createToken(raw, (image) => {
    signed = signImage(image, signer);
    return signed;
  });
  if (!state.ok) return state;
  const written = writeStateFile(stateFile, state.value);
  return written.ok ? ok(signed) : written;
}
