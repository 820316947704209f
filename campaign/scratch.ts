import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The folder of a whole run, for the threads and processes that it starts. */
const OF_RUN = 'RECARD_CAMPAIGN_SCRATCH';

/** Where memory is a file system, nothing here needs a disk. */
const PLACE = process.env[OF_RUN] ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** A folder of its own, and the way to remove it. */
export function scratchFolder(name: string): {
  readonly folder: string;
  readonly remove: () => Promise<void>;
} {
  const folder = mkdtempSync(path.join(process.env[OF_RUN] ?? PLACE, `recard-${name}-`));
  return { folder, remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Ends whatever carries the run's folder ($0) in its environment, servers that live as long as they may, and removes
 * that folder: a second after the run itself, which could start another one until then.
 */
const END_ALL = `sleep 1
for each in /proc/[0-9]*; do
  grep -qzxF "${OF_RUN}=$0" "$each/environ" 2>/dev/null && kill -9 "\${each#/proc/}"
done
sleep 1
exec rm -rf "$0"`;

/**
 * From now on all scratch folders lie in one, which is removed when this process ends. Returns how to end what it
 * started as well, where it is broken off.
 */
export function keepScratchTogether(): { readonly endAll: () => void } {
  const folder = mkdtempSync(path.join(PLACE, 'recard-'));
  process.env[OF_RUN] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return {
    endAll: () =>
      spawn('sh', ['-c', END_ALL, folder], {
        detached: true,
        stdio: 'ignore',
        env: { PATH: process.env.PATH },
      }).unref(),
  };
}
