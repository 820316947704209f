import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Trx } from '../store/store.ts';
import type { ImageDeps } from './deps.ts';
import { type Known, openKept } from './making.ts';
import { backupsOf } from './rows.ts';
import { type BackupFacts, isBackup, type Selection, sinceTransfer } from './select.ts';
import type { Body } from './service.ts';

export interface SideChoice {
  readonly basis: Known;
  readonly selection: {
    readonly backup: BackupFacts;
    readonly why: Selection<BackupFacts>['why'] | 'chosen';
  };
}

/** Whether the backup was made after the device was reported, so that others may have used it. */
export const isAfter = (backup: BackupFacts, reportedAt: string | null): boolean =>
  reportedAt !== null && backup.capturedAt * 1000 > Date.parse(reportedAt);

const whyOf = (backup: BackupFacts): Selection<BackupFacts>['why'] =>
  backup.verified ? 'latest-verified' : backup.origin === 'issued' ? 'issued' : 'latest';

const impossible = (detail: string) => fail(failure('action-not-possible', detail));

/**
 * The backup that is suggested for a replacement: the last verified one at or before the report, else the last one
 * that is trusted. `undefined` when there is none.
 */
export async function suggestBackup(
  deps: ImageDeps,
  trx: Trx,
  backups: readonly BackupFacts[],
  { tokenId, reportedAt }: { readonly tokenId: string; readonly reportedAt: string | null },
): Promise<SideChoice | undefined> {
  const candidates = backups.filter((backup) => isBackup(backup) && !isAfter(backup, reportedAt));
  const inTurn = [...candidates.filter((b) => b.verified), ...candidates.filter((b) => !b.verified)];
  for (const backup of inTurn) {
    const opened = await openKept(deps, trx, tokenId, backup);
    if (opened.ok) return { basis: opened.value, selection: { backup, why: whyOf(backup) } };
  }
  return undefined;
}

/** The image that a side is made of: what the device carries, what staff chose, or what is suggested. */
export async function chooseSide(deps: ImageDeps, trx: Trx, body: Body<'side'>): Promise<Result<SideChoice>> {
  const { tokenId, digest, backupId, reportedAt } = body;
  const backups = sinceTransfer(await backupsOf(trx, tokenId));
  const open = async (backup: BackupFacts, why: SideChoice['selection']['why']) => {
    const opened = await openKept(deps, trx, tokenId, backup);
    return opened.ok ? ok({ basis: opened.value, selection: { backup, why } }) : opened;
  };
  if (digest !== null) {
    const carried = backups.find((backup) => backup.digest === digest);
    return carried === undefined
      ? impossible('The image that the device carries is not known, or is from before its last transfer')
      : await open(carried, whyOf(carried));
  }
  if (backupId !== null) {
    const chosen = backups.find((backup) => backup.backupId === backupId && isBackup(backup));
    if (chosen === undefined) return impossible(`No backup ${backupId} of this token can be chosen`);
    if (isAfter(chosen, reportedAt)) return impossible(`Backup ${backupId} is later than the report`);
    return await open(chosen, 'chosen');
  }
  const suggested = await suggestBackup(deps, trx, backups, { tokenId, reportedAt });
  return suggested === undefined ? impossible('No backup of this token can be used') : ok(suggested);
}
