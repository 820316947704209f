import type { CellView, ChangeRow, ImageChange } from '../../shared/image/change.ts';
import type { Text } from './use-text.ts';

/** A cell as it is put on a screen: one figure, or a few words, and what it is. */
export interface CellWords {
  readonly value: string;
  readonly label: string;
  /** Words are set smaller than figures and may take two lines. */
  readonly worded: boolean;
}

export function cellWords(view: CellView, { t, format }: Text): CellWords {
  switch (view.kind) {
    case 'points':
      return {
        value: format.number(view.balance),
        label: t('common.unit.points', { count: Math.abs(view.balance) }),
        worded: false,
      };
    case 'purse':
      return {
        value: format.money(view.balance, view.currency),
        label: t('common.unit.purse'),
        worded: false,
      };
    case 'coupons':
      return {
        value: format.number(view.count),
        label: t('common.unit.coupons', { count: view.count }),
        worded: false,
      };
    case 'ticket':
      return {
        value: view.title,
        label:
          view.validTo === null
            ? t('common.unit.ticket')
            : t('common.unit.until', { date: format.date(view.validTo) }),
        worded: true,
      };
    case 'membership':
      return { value: view.level, label: t('common.unit.membership'), worded: true };
    case 'preferences':
      return {
        value: format.number(view.count),
        label: t('common.unit.preferences', { count: view.count }),
        worded: false,
      };
    case 'opaque':
      return {
        value: format.number(view.bytes),
        label: t('common.unit.opaque', { count: view.bytes }),
        worded: false,
      };
  }
}

/** A counted amount with its unit, such as "170 points" or "€5.50"; the sign is shown beside it. */
export function amountWords(row: ChangeRow, amount: number, { t, format }: Text): string {
  const count = Math.abs(amount);
  const n = format.number(count);
  const view = row.after ?? row.before;
  if (view?.kind === 'purse') return format.money(count, view.currency);
  if (row.kind === 'coupons') return t('common.amount.coupons', { count, n });
  return t('common.amount.points', { count, n });
}

/** What the person has now, for the sentence on the last screen. At most three, points and money first. */
export function balancesInWords(change: ImageChange, text: Text): readonly string[] {
  const counted = change.rows.flatMap(({ after }) => {
    if (after?.kind === 'points') {
      const { balance } = after;
      return [text.t('common.amount.points', { count: Math.abs(balance), n: text.format.number(balance) })];
    }
    return after?.kind === 'purse' ? [text.format.money(after.balance, after.currency)] : [];
  });
  return counted.length > 3 ? [] : counted;
}

/** Programmes of the same kind are told apart by name; a single one is known by what it is. */
export function namesOf(
  rows: readonly { readonly kind: string; readonly programme: string }[],
): readonly (string | null)[] {
  return rows.map((row) =>
    rows.filter((other) => other.kind === row.kind).length > 1 ? row.programme : null,
  );
}
