import { existsSync, renameSync, rmSync } from 'node:fs';
import { type Failure, failure } from '../../shared/contract/failure.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';
import { connect, migrate } from './migrate.ts';
import type { Migration } from './migrations/all.ts';
import { type Salvaged, salvage } from './salvage.ts';

/** Told once, at the opening after which a fresh journal took the damaged one's place. */
export interface DamageNotice {
  readonly failure: Failure;
  /** Where the damaged file is kept. */
  readonly setAside: string;
  readonly salvaged: Salvaged;
}

const FILES = ['', '-wal', '-shm', '-journal'] as const;
const fresh = (path: string) => `${path}.fresh`;

/** `2026-11-22T13:05:07.000Z` as `20261122T130507Z`, fit for a file name on every system. */
export const stamp = (now: number): string => `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`;

/** A path that nothing is at yet: `base`, or `base-2` and so on. */
export function unused(base: string): string {
  let path = base;
  for (let n = 2; FILES.some((suffix) => existsSync(path + suffix)); n++) path = `${base}-${n}`;
  return path;
}

/** Finishes a replacement that the kiosk died in after the damaged file was set aside. */
export function adoptFresh(path: string): Result<void> {
  return attempt(() => {
    // The database is set aside last, so where its log is still in place the fresh one may not be complete.
    const isSetAside = !existsSync(path) && !existsSync(`${path}-wal`);
    if (isSetAside && existsSync(fresh(path))) renameSync(fresh(path), path);
    return ok(undefined);
  });
}

function removeFresh(path: string): void {
  for (const suffix of FILES) rmSync(fresh(path) + suffix, { force: true });
}

/** Makes a journal beside the damaged one, with all that could be read of it. */
function makeFresh(path: string, version: number | null, migrations: readonly Migration[]): Result<Salvaged> {
  return attempt(() => {
    removeFresh(path);
    const target = connect(fresh(path));
    try {
      // Rows are of the version they were written in; opening migrates them afterwards.
      const known = migrations.filter((each) => each.version <= (version || Number.POSITIVE_INFINITY));
      const migrated = migrate(target, known);
      return migrated.ok ? ok(salvage(path, target)) : migrated;
    } finally {
      target.close();
    }
  });
}

/**
 * Sets the damaged database at `path` aside, never deleting it, and puts a fresh one with all that could be
 * read in its place. The fresh one is complete before the damaged one moves, so no instant loses both.
 */
export function replaceDamaged(
  path: string,
  found: { readonly version: number | null; readonly detail: string },
  migrations: readonly Migration[],
  now: number,
): Result<DamageNotice> {
  const salvaged = makeFresh(path, found.version, migrations);
  return attempt(() => {
    if (!salvaged.ok) {
      // On a full disk it would be in the way of itself.
      removeFresh(path);
      return salvaged;
    }
    const setAside = unused(`${path}.damaged-${stamp(now)}`);
    for (const suffix of [...FILES].reverse())
      if (existsSync(path + suffix)) renameSync(path + suffix, setAside + suffix);
    renameSync(fresh(path), path);
    return ok({ failure: failure('journal-damaged', found.detail), setAside, salvaged: salvaged.value });
  });
}
