import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ok, type Result } from '../../shared/contract/result.ts';
import { attempt } from './attempt.ts';

/** Where receipts are saved unless the configuration names a folder, which is then the operator's to tidy. */
export const receiptFolder = (data: string): string => join(data, 'receipts');
/** `20261122T130507-1a2b3c4d.pdf`: nothing else in that folder is ours. */
const RECEIPT = /^\d{8}T\d{6}-[0-9a-f]{8}\.pdf$/;

export interface Tidied {
  readonly removed: number;
  /** Damaged journals that are kept, for ever, and their size in bytes with their logs. */
  readonly setAside: number;
  readonly setAsideBytes: number;
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

/**
 * Removes saved receipts in the kiosk's own folder `data`, and copies that were made before the journal was migrated, if
 * they are older than `before` (ms since 1970). A journal that was set aside is never removed: what it holds is for a person to
 * judge. It is counted, so that it is not forgotten. Failure: `journal-unavailable`.
 */
export function tidyFiles(data: string, journal: string, before: number): Result<Tidied> {
  return attempt(() => {
    const beside = namesIn(dirname(journal)).map((name) => join(dirname(journal), name));
    const isCalled = (path: string, what: string) => basename(path).startsWith(basename(journal) + what);
    const receipts = namesIn(receiptFolder(data)).filter((name) => RECEIPT.test(name));
    const passing = [
      ...beside.filter((path) => isCalled(path, '.version-')),
      ...receipts.map((name) => join(receiptFolder(data), name)),
    ];
    const old = passing.filter((path) => statSync(path).mtimeMs < before);
    for (const path of old) rmSync(path);
    const setAside = beside.filter((path) => isCalled(path, '.damaged-'));
    return ok({
      removed: old.length,
      // Of some only the log was there.
      setAside: new Set(setAside.map((path) => path.replace(/-(wal|shm|journal)$/, ''))).size,
      setAsideBytes: setAside.reduce((sum, path) => sum + statSync(path).size, 0),
    });
  });
}
