import type { CellView } from '../../shared/image/change.ts';
import type { PreviewRow } from '../../shared/image/merge/preview.ts';
import type { Text } from './use-text.ts';
import { cellWords } from './words.ts';

/** What both will hold of a cell, as far as it is certain before all is settled; `null` until then. */
export function certainResult(row: PreviewRow): CellView | null {
  if (row.result !== null) return row.result;
  if (row.fate === 'kept-from-first' || row.reason === 'identical') return row.first;
  return row.fate === 'kept-from-second' ? row.second : null;
}

/** How the result came about: as a sum where it is one, otherwise the rule in words. */
export function whyWords({ first, result, fate, reason, delta }: PreviewRow, text: Text): string {
  const added = delta.first ?? 0;
  if (fate !== 'combined' || added === 0 || first === null || result === null)
    return text.t(`merge.reason.${reason}`);
  const part = amountView(first, Math.abs(added));
  if (part === null) return text.t(`merge.reason.${reason}`);
  const sign = added > 0 ? '+' : '−';
  return `${cellWords(first, text).value} ${sign} ${cellWords(part, text).value}`;
}

const amountView = (view: CellView, amount: number): CellView | null => {
  if (view.kind === 'points' || view.kind === 'purse') return { ...view, balance: amount };
  return view.kind === 'coupons' ? { ...view, count: amount } : null;
};
