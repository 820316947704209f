import type { Text } from './use-text.ts';

/** A counted amount with its unit and without its sign, such as "170 points" or "€5.50". */
export function amountOf(
  counts: 'points' | 'purse' | 'coupons' | null,
  amount: number,
  currency: string | null,
  { t, format }: Text,
): string {
  const count = Math.abs(amount);
  const n = format.number(count);
  if (counts === 'purse' && currency !== null) return format.money(count, currency);
  if (counts === 'coupons') return t('common.amount.coupons', { count, n });
  return counts === null ? n : t('common.amount.points', { count, n });
}
