import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Returns when the file, or the folder's list of files, is on the disk. */
export async function sync(path: string): Promise<void> {
  // Windows keeps its lists of files by itself, and opens no folder.
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, for its owner only, with those that it lies in, and returns when all their lists are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const above = dirname(resolve(first));
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    await sync(folder);
    if (folder === above || folder === dirname(folder)) return;
  }
}
