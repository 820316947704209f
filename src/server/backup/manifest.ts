import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { StoreError } from '../store/migrate.ts';

export const MANIFEST = 'backup.json';

const FileSchema = z.object({
  name: z.string().regex(/^[a-z][a-z.-]{0,40}$/),
  bytes: z.number().int().nonnegative(),
  /** SHA-256, 64 hex digits. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackedUpFile = z.infer<typeof FileSchema>;

/** What a backup says of itself: a folder with this file and those that it lists. */
export const ManifestSchema = z.object({
  format: z.literal('recard-store'),
  madeAt: z.iso.datetime(),
  role: z.enum(['embedded', 'host', 'images']),
  /** Version of the database, as its migrations number it. */
  storeVersion: z.number().int().positive(),
  files: z.array(FileSchema).min(1).max(2),
});
export type Manifest = z.infer<typeof ManifestSchema>;

/** A file of `folder` as it is on the disk now. */
export async function describeFile(folder: string, name: string): Promise<BackedUpFile> {
  const path = join(folder, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  return { name, bytes: size, sha256: hash.digest('hex') };
}

async function parse(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  try {
    return ManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new StoreError(
      `${folder} is not a backup that \`recard backup\` made: ${path}: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** Holds every file of `folder` against the manifest; throws a `StoreError` where one differs. */
export async function holdAgainst(folder: string, manifest: Manifest): Promise<void> {
  for (const file of manifest.files) {
    const found = await describeFile(folder, file.name);
    if (found.bytes !== file.bytes || found.sha256 !== file.sha256)
      throw new StoreError(
        `${join(folder, file.name)} is not as it was backed up. Use another backup: this one is damaged.`,
      );
  }
}

/** Reads a backup's manifest and holds every file against it; throws a `StoreError` where one differs. */
export async function readBackup(folder: string): Promise<Manifest> {
  const manifest = await parse(folder);
  await holdAgainst(folder, manifest);
  return manifest;
}
