import type { BackupOffer } from '../../shared/contract/transfer.ts';
import type { CellView, ImageChange } from '../../shared/image/change.ts';
import type { MergePreview } from '../../shared/image/merge/preview.ts';
import type { JobPreview } from '../../shared/visit/job/preview.ts';
import { table } from '../output.ts';

function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function view(cell: CellView | null): string {
  switch (cell?.kind) {
    case undefined:
      return '-';
    case 'points':
      return `${cell.balance} ${cell.label ?? 'points'}`;
    case 'purse':
      return money(cell.balance, cell.currency);
    case 'coupons':
      return `${cell.count} coupons, ${cell.uses} uses`;
    case 'ticket':
      return cell.validTo === null ? cell.title : `${cell.title}, to ${cell.validTo}`;
    case 'membership':
      return cell.level;
    case 'preferences':
      return `${cell.count} settings`;
    case 'opaque':
      return `${cell.bytes} bytes`;
  }
}

const changeLines = ({ rows }: ImageChange): string[] =>
  table(
    rows.map(({ programme, before, after, change }) => [
      `  ${programme}`,
      view(before),
      '->',
      view(after),
      change,
    ]),
  );

function mergeLines({ rows, conflicts, flags }: MergePreview): string[] {
  const head = ['  programme', 'first', 'second', 'result', 'what becomes of it'];
  const cells = rows.map(({ programme, first, second, result, fate, reason }) => [
    `  ${programme}`,
    view(first),
    view(second),
    view(result),
    `${fate}: ${reason}`,
  ]);
  return [
    ...table([head, ...cells]),
    ...conflicts.map(
      ({ id, reason, choices }) =>
        `  open: "${id}", ${reason}: ${choices.join(', ') || 'only the host can settle it'}`,
    ),
    ...flags.map(({ flag, id }) => `  look into it: ${flag}, ${id}`),
  ];
}

/** What the result of a job is made of, for the terminal. */
export function previewLines({ change, merge, bytes, transactionsAdded, reserve }: JobPreview): string[] {
  return [
    ...(merge === null
      ? ['The token would carry:', ...changeLines(change)]
      : ['Both together:', ...mergeLines(merge)]),
    ...(transactionsAdded === 0 ? [] : [`${transactionsAdded} transactions of the host's are added.`]),
    ...reserve.map(({ programme, amount }) => `${programme}: ${amount} is held back for now (minor units).`),
    ...(bytes === null ? [] : [`${bytes.used} of ${bytes.room} bytes.`]),
  ];
}

/** The backups that a replacement may be made of. */
export const backupLines = (offers: readonly BackupOffer[]): string[] => [
  'Backups, newest first:',
  ...table(
    offers.map(({ backupId, capturedAt, sequence, recordedBy, suggested, reasons, blocked }) => [
      `  ${backupId}`,
      capturedAt,
      `sequence ${sequence}`,
      recordedBy,
      blocked === null ? (suggested ? 'suggested' : '') : `cannot be used: ${blocked}`,
      reasons.join(', '),
    ]),
  ),
];
