import { existsSync } from 'node:fs';
import { link, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { z } from 'zod';
import { toHex } from '../../shared/image/bytes.ts';
import { digestOf, type ImageSigner } from '../../shared/image/envelope.ts';
import { StoreError } from '../store/migrate.ts';
import { sync } from '../store/sync.ts';

const KeyFileSchema = z.object({
  keyId: z.string().regex(/^[\x21-\x7e]{1,32}$/),
  /** 32 bytes, base64url. */
  secretKey: z.base64url().length(43),
});

/** The public half of an image key, as kiosks are told it. */
export const PublicKeySchema = z.object({
  keyId: z.string().max(32),
  /** The 32 bytes of an Ed25519 public key (RFC 8032) in base64url. */
  publicKey: z.base64url().length(43),
});
export type PublicKey = z.infer<typeof PublicKeySchema>;

export const publicKeyOf = (signer: ImageSigner): Uint8Array => ed25519.getPublicKey(signer.secretKey);

export const describeKey = (keyId: string, publicKey: Uint8Array): PublicKey => ({
  keyId,
  publicKey: Buffer.from(publicKey).toString('base64url'),
});

/** `undefined` when there is a key already. */
async function createKey(path: string): Promise<ImageSigner | undefined> {
  const secretKey = ed25519.utils.randomSecretKey();
  const keyId = `img-${digestOf(ed25519.getPublicKey(secretKey)).slice(0, 12)}`;
  const draft = `${path}.${randomId()}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(
      `${JSON.stringify({ keyId, secretKey: Buffer.from(secretKey).toString('base64url') })}\n`,
    );
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // A link is whole or not there, and fails where a key already is.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    await unlink(draft);
  }
  // Before an image is signed by it: one whose key is gone is trusted by nobody.
  await sync(dirname(path));
  return { keyId, secretKey };
}

/** `undefined` for what is no JSON: the schema refuses it then. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In the folder of a server that signs images, beside its database. */
export const KEY_FILE = 'image-key.json';

/** The image server's key. The file is made at the first start, readable by its owner only. */
export async function loadImageKey(path: string): Promise<ImageSigner> {
  if (!existsSync(path)) {
    const created = await createKey(path);
    if (created !== undefined) return created;
  }
  const parsed = KeyFileSchema.safeParse(jsonOf(await readFile(path, 'utf8')));
  if (!parsed.success)
    throw new StoreError(
      `The image key ${path} is damaged. Restore it from a backup: images that it signed are trusted by it alone.`,
    );
  return {
    keyId: parsed.data.keyId,
    secretKey: new Uint8Array(Buffer.from(parsed.data.secretKey, 'base64url')),
  };
}

/** A random id of eight bytes as the token's records have it: sixteen hex digits. */
export const randomId = (): string => toHex(crypto.getRandomValues(new Uint8Array(8)));
