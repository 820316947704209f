import { ok, type Result } from '../../shared/contract/result.ts';
import type { BACKUP_REASONS, BackupOffer } from '../../shared/contract/transfer.ts';
import { viewCell } from '../../shared/image/change.ts';
import { isAfter, suggestBackup } from './choose-side.ts';
import type { ImageDeps } from './deps.ts';
import { includes, type LedgerEntry } from './inclusion.ts';
import { type Known, openKept } from './making.ts';
import { backupsOf, ledgerOf, toInstant } from './rows.ts';
import { type BackupFacts, isBackup, sinceTransfer } from './select.ts';
import type { Answer, Body } from './service.ts';

const MAX_OFFERS = 200;
type Reason = (typeof BACKUP_REASONS)[number];

interface Weighing {
  readonly reportedAt: string | null;
  readonly suggested: string | undefined;
  readonly newest: string | undefined;
  readonly lastBeforeReport: string | undefined;
  readonly ledger: readonly LedgerEntry[];
}

function offerOf(backup: BackupFacts, opened: Known | undefined, w: Weighing): BackupOffer {
  const toAdd = (known: Known) =>
    w.ledger.filter((entry) => entry.problem === null && !includes(known, entry)).length;
  const transactionsToAdd = opened === undefined ? 0 : toAdd(opened);
  const late = isAfter(backup, w.reportedAt);
  const reasons: readonly (readonly [Reason, boolean])[] = [
    ['last-before-report', backup.digest === w.lastBeforeReport],
    ['latest', backup.digest === w.newest],
    ['read-back', backup.verified],
    ['nothing-since', opened !== undefined && transactionsToAdd === 0],
    ['signed', opened !== undefined],
    ['issued', backup.origin === 'issued'],
  ];
  const source = opened?.image.source;
  return {
    backupId: backup.backupId,
    sequence: backup.sequence,
    capturedAt: toInstant(backup.capturedAt * 1000),
    recordedBy: backup.recordedBy,
    origin: source === 'merged' || source === 'migrated' ? 'transferred' : backup.origin,
    verified: backup.verified,
    content: (opened?.image.cells ?? []).map((cell) => {
      const view = viewCell(cell);
      return {
        programme: cell.programme,
        view: view.kind === 'coupons' ? { ...view, titles: [...view.titles] } : view,
      };
    }),
    transactionsToAdd,
    suggested: backup.digest === w.suggested,
    reasons: reasons.filter(([, holds]) => holds).map(([reason]) => reason),
    blocked: late ? 'after-report' : opened === undefined ? 'untrusted' : null,
  };
}

/** What staff may choose from for a replacement, the newest first. */
export function offers(deps: ImageDeps, body: Body<'offers'>): Promise<Result<Answer<'offers'>>> {
  const { tokenId, reportedAt } = body;
  return deps.store.transact(async (trx) => {
    const backups = sinceTransfer(await backupsOf(trx, tokenId)).filter(isBackup);
    const suggested = await suggestBackup(deps, trx, backups, body);
    const before = reportedAt === null ? undefined : backups.find((backup) => !isAfter(backup, reportedAt));
    const weighing: Weighing = {
      reportedAt,
      suggested: suggested?.basis.digest,
      newest: backups[0]?.digest,
      lastBeforeReport: before?.digest,
      ledger: await ledgerOf(trx, tokenId),
    };
    const list: BackupOffer[] = [];
    const shown = backups.filter((backup, n) => n < MAX_OFFERS - 1 || backup.digest === weighing.suggested);
    for (const backup of shown) {
      const opened = await openKept(deps, trx, tokenId, backup);
      list.push(offerOf(backup, opened.ok ? opened.value : undefined, weighing));
    }
    return ok({ offers: list });
  });
}
