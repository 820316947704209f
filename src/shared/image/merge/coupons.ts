import type { Cell, Coupon } from '../model.ts';
import { aboutItem, FATE_OF, keysOf, type Merging, note, settle, sidesOf, type Three } from './state.ts';

export type CouponsCell = Extract<Cell, { kind: 'coupons' }>;
const RULE = 'fewest-uses-left';

const byId = (cell: CouponsCell | undefined): Map<string, Coupon> => {
  const coupons = new Map<string, Coupon>();
  for (const coupon of cell?.payload.coupons ?? []) {
    const before = coupons.get(coupon.id);
    if (before === undefined || coupon.usesLeft < before.usesLeft) coupons.set(coupon.id, coupon);
  }
  return coupons;
};

const sameWords = (a: Coupon, b: Coupon): boolean => a.title === b.title && a.expiresOn === b.expiresOn;

/** Title and date of a coupon: from the cell with the higher version, or the side that changed, or a person. */
function words(
  m: Merging,
  cells: Three<CouponsCell>,
  { base, first, second }: Three<Coupon>,
): Coupon | undefined {
  if (sameWords(first, second)) return first;
  if (cells.first.version !== cells.second.version)
    return cells.first.version > cells.second.version ? first : second;
  if (base !== undefined && sameWords(base, first)) return second;
  if (base !== undefined && sameWords(base, second)) return first;
  const about = aboutItem(cells.first, 'coupon', first.id);
  const choice = settle(m, about, 'both', RULE, 'same-version-differs');
  if (choice === undefined) return undefined;
  note(m, about, 'both', [FATE_OF[choice], 'settlement', 'same-version-differs']);
  return choice === 'keep-first' ? first : second;
}

function both(m: Merging, cells: Three<CouponsCell>, coupons: Three<Coupon>): Coupon | undefined {
  const { first, second } = coupons;
  const chosen = words(m, cells, coupons);
  if (chosen === undefined) return undefined;
  const usesLeft = Math.min(first.usesLeft, second.usesLeft);
  const about = aboutItem(cells.first, 'coupon', first.id);
  const values = { first: first.usesLeft, second: second.usesLeft, result: usesLeft };
  const settled = m.entries.get(about.id)?.rule === 'settlement';
  if (settled) return { ...chosen, usesLeft };
  if (first.usesLeft === second.usesLeft)
    note(
      m,
      about,
      'both',
      sameWords(first, second)
        ? ['combined', RULE, 'identical']
        : [chosen === first ? 'kept-from-first' : 'kept-from-second', 'highest-version', 'newer-version'],
      values,
    );
  else
    note(
      m,
      about,
      'both',
      [first.usesLeft < second.usesLeft ? 'kept-from-first' : 'kept-from-second', RULE, 'fewer-uses'],
      values,
    );
  return { ...chosen, usesLeft };
}

/**
 * Coupons by id: the fewest uses left, so a redeemed one beats one that is not; expired ones drop, and so does
 * what one side removed since the base. Idempotent and independent of order, and of grouping but for titles.
 */
export function mergeCoupons(m: Merging, cells: Three<CouponsCell>): Coupon[] {
  const base = byId(cells.base);
  const first = byId(cells.first);
  const second = byId(cells.second);
  const merged: Coupon[] = [];
  for (const id of keysOf(first, second)) {
    const a = first.get(id);
    const b = second.get(id);
    const from = sidesOf(a, b);
    const about = aboutItem(cells.first, 'coupon', id);
    const values = { first: a?.usesLeft ?? null, second: b?.usesLeft ?? null, result: null };
    let coupon = a ?? b;
    if (a !== undefined && b !== undefined) {
      coupon = both(m, cells, { base: base.get(id), first: a, second: b });
      if (coupon === undefined) continue;
    } else if (base.has(id)) {
      note(m, about, from, ['dropped', RULE, 'removed-on-other-side'], values);
      continue;
    } else if (coupon !== undefined && from !== 'both')
      note(m, about, from, [`kept-from-${from}`, RULE, 'only-there'], { ...values, result: coupon.usesLeft });
    if (coupon === undefined) continue;
    if (coupon.expiresOn !== undefined && coupon.expiresOn < m.today)
      note(m, about, from, ['dropped', 'expired', 'expired'], values);
    else merged.push(coupon);
  }
  return merged;
}
