import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where memory is a file system, nothing here needs a disk. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder of its own, and the way to remove it. */
export function scratchFolder(name: string): {
  readonly folder: string;
  readonly remove: () => Promise<void>;
} {
  const folder = mkdtempSync(path.join(PLACE, `recard-${name}-`));
  return { folder, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}
