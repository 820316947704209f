import { byTime } from './canonical.ts';
import type { Cell, Coupon, Transaction } from './model.ts';

/** Why a transaction stays in the ledger without being applied. */
export const PROBLEMS = [
  'programme-unknown',
  'action-does-not-fit',
  'coupon-unknown',
  'coupon-overdrawn',
  'out-of-range',
  'cell-full',
] as const;
export type Problem = (typeof PROBLEMS)[number];

export interface Problematic {
  readonly transaction: Transaction;
  readonly problem: Problem;
}

/** Titles and expiry of coupons, by programme and id. */
export type CouponCatalogue = ReadonlyMap<string, Pick<Coupon, 'title' | 'expiresOn'>>;
export const couponKey = (programme: string, item: string): string => `${programme} ${item}`;

const MAX_COUPONS = 200;
const MAX_USES = 0xffff_ffff;

type Change = { readonly cell: Cell } | { readonly problem: Problem };
type Kind = Cell['kind'];

/** The kinds of cell that a transaction can be meant for, the likeliest first. */
export function kindsFor(t: Transaction): readonly Kind[] {
  if (t.action === 'issue' || t.action === 'redeem') return ['coupons'];
  if (t.item !== undefined && (t.action === 'refund' || t.action === 'adjust')) return ['coupons'];
  if (t.action === 'earn') return ['points', 'purse'];
  return ['purse', 'points'];
}

function changeBalance<C extends Extract<Cell, { kind: 'points' | 'purse' }>>(
  cell: C,
  t: Transaction,
): Change {
  const balance = cell.payload.balance + t.amount;
  if (!Number.isSafeInteger(balance)) return { problem: 'out-of-range' };
  return { cell: { ...cell, payload: { ...cell.payload, balance } } as C };
}

/** What the transaction adds to a coupon's uses. Terminals write a redemption with either sign. */
export const usesOf = (t: Transaction): number => (t.action === 'redeem' ? -Math.abs(t.amount) : t.amount);

function changeCoupon(
  cell: Extract<Cell, { kind: 'coupons' }>,
  t: Transaction,
  catalogue: CouponCatalogue,
): Change {
  const { item } = t;
  if (item === undefined || (t.action === 'issue' && t.amount < 0)) return { problem: 'action-does-not-fit' };
  const uses = usesOf(t);
  const { coupons } = cell.payload;
  const known = coupons.find((coupon) => coupon.id === item);
  const with_ = (changed: readonly Coupon[]): Change => ({
    cell: { ...cell, payload: { coupons: [...changed] } },
  });
  if (known !== undefined) {
    const usesLeft = known.usesLeft + uses;
    if (usesLeft < 0) return { problem: 'coupon-overdrawn' };
    if (usesLeft > MAX_USES) return { problem: 'out-of-range' };
    return with_(coupons.map((coupon) => (coupon === known ? { ...known, usesLeft } : coupon)));
  }
  if (t.action !== 'issue') return { problem: 'coupon-unknown' };
  if (coupons.length >= MAX_COUPONS) return { problem: 'cell-full' };
  if (uses > MAX_USES) return { problem: 'out-of-range' };
  const entry = catalogue.get(couponKey(t.programme, item)) ?? { title: item };
  return with_([...coupons, { id: item, usesLeft: uses, ...entry }]);
}

function change(cell: Cell, t: Transaction, catalogue: CouponCatalogue): Change {
  if (cell.kind === 'points' || cell.kind === 'purse') return changeBalance(cell, t);
  if (cell.kind === 'coupons') return changeCoupon(cell, t, catalogue);
  return { problem: 'action-does-not-fit' };
}

export interface Applied {
  readonly cells: readonly Cell[];
  readonly applied: readonly Transaction[];
  readonly problems: readonly Problematic[];
}

/** Issues first, since they make the coupon that the others are about; then what adds; then what takes. */
const turnOf = (t: Transaction): number => (t.action === 'issue' ? 0 : usesOf(t) >= 0 ? 1 : 2);

/**
 * The cells after the transactions, each of which must be given once, in any order. One that does not fit is
 * reported and stops nothing.
 *
 * What adds goes before what takes, so that a redemption whose clock is behind still finds its coupon and its uses.
 * Those that take go by `byTime` (at, terminal, counter), and one that would take more uses than are left is not
 * applied at all: of several offline redemptions of a last use the earliest has it. The outcome thus depends on
 * which transactions are given, never on their order.
 */
export function applyTransactions(
  cells: readonly Cell[],
  transactions: readonly Transaction[],
  catalogue: CouponCatalogue,
): Applied {
  const now = [...cells];
  const applied: Transaction[] = [];
  const problems: Problematic[] = [];
  const ordered = [...transactions].sort((a, b) => turnOf(a) - turnOf(b) || byTime(a, b));
  for (const transaction of ordered) {
    const own = now.filter((cell) => cell.programme === transaction.programme);
    const kind = kindsFor(transaction).find((k) => own.some((cell) => cell.kind === k));
    const index = now.findIndex((cell) => cell.programme === transaction.programme && cell.kind === kind);
    const cell = now[index];
    const result: Change =
      cell === undefined
        ? { problem: own.length === 0 ? 'programme-unknown' : 'action-does-not-fit' }
        : change(cell, transaction, catalogue);
    if ('problem' in result) problems.push({ transaction, problem: result.problem });
    else {
      now[index] = result.cell;
      applied.push(transaction);
    }
  }
  return { cells: now, applied, problems };
}
