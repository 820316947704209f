import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readTextFile } from '../main/config/read-text.ts';
import { loadImageKey } from '../server/images/keys.ts';
import { failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import { type ImageSigner, signImage } from '../shared/image/envelope.ts';
import type { TokenKind } from '../shared/image/model.ts';
import type { TokenIdentity } from '../shared/token/ef-token.ts';
import { createToken, identityOf } from '../virtual-token/create/create-token.ts';
import { parseDescription, type TokenDescription } from '../virtual-token/create/description.ts';
import { writeStateFile } from '../virtual-token/memory/file-store.ts';

/** Name of the image server's key in its data folder. */
export const KEY_FILE = 'image-key.json';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const invalid = (file: string, detail: string) =>
  fail(failure('configuration-invalid', `${file}: ${detail}`));

/** A token as somebody described it, checked, and as the JSON that it was read from. */
export interface Described {
  readonly raw: unknown;
  readonly description: TokenDescription;
}

/** Checks a description; the failure names each field that is wrong. */
export function describeToken(raw: unknown): Result<Described> {
  const parsed = parseDescription(raw);
  return parsed.ok ? ok({ raw, description: parsed.value }) : parsed;
}

/** Reads a description, in which `over` counts more; the failure says which file, and each field. */
export async function readDescription(
  file: string,
  over: { readonly kind?: TokenKind } = {},
): Promise<Result<Described>> {
  let raw: unknown;
  try {
    raw = JSON.parse(readTextFile(file));
  } catch (error) {
    return invalid(file, reason(error));
  }
  const described = describeToken(isObject(raw) ? { ...raw, ...over } : raw);
  return described.ok ? described : invalid(file, described.failure.detail);
}

/** The image server's key in `file`, which must be there. */
export async function readSigner(file: string): Promise<Result<ImageSigner>> {
  if (!existsSync(file))
    return invalid(file, 'there is no image key: start the server on this folder once, or run `recard seed`');
  return await signerIn(file);
}

/** The key in `file`, made now when there is none. */
export async function ensureSigner(file: string): Promise<Result<ImageSigner>> {
  await mkdir(path.dirname(file), { recursive: true });
  return await signerIn(file);
}

async function signerIn(file: string): Promise<Result<ImageSigner>> {
  try {
    return ok(await loadImageKey(file));
  } catch (error) {
    return invalid(file, reason(error));
  }
}

export interface IssuedToken {
  readonly identity: TokenIdentity;
  /** The signed image that the token carries, `null` for none. */
  readonly image: Uint8Array | null;
}

/** Makes the state file of a software token. Failures: `configuration-invalid`, `image-too-large`. */
export function issueToken(
  { raw, description }: Described,
  signer: ImageSigner,
  stateFile: string,
): Result<IssuedToken> {
  let image: Uint8Array | null = null;
  const state = createToken(raw, (content) => {
    image = signImage(content, signer);
    return image;
  });
  if (!state.ok) return state;
  const written = writeStateFile(stateFile, state.value);
  return written.ok ? ok({ identity: identityOf(description), image }) : written;
}
