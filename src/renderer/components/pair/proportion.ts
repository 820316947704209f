import type { CellView, ChangeRow } from '../../../shared/image/change.ts';

/** How full a picture is: what stays, and what is new; both between 0 and 1. */
export interface Proportion {
  readonly kept: number;
  readonly gained: number;
  /** What is there no more. */
  readonly lost: number;
}

/** What is counted in a picture; a thing that is there counts one. */
function countOf(view: CellView | null): number {
  if (view === null) return 0;
  if (view.kind === 'points' || view.kind === 'purse') return Math.max(0, view.balance);
  return view.kind === 'coupons' ? view.count : 1;
}

/** The larger of both amounts nearly fills the picture, so that each can be compared with the other. */
export function proportionOf({ before, after }: Pick<ChangeRow, 'before' | 'after'>): Proportion {
  const then = countOf(before);
  const now = countOf(after);
  const full = Math.max(then, now);
  if (full === 0) return { kept: 0, gained: 0, lost: 0 };
  const kept = Math.min(then, now) / full;
  return { kept, gained: Math.max(0, now - then) / full, lost: Math.max(0, then - now) / full };
}

/** Pieces of a stack of at most `most`: never fewer than one for something that is there. */
export function pieces(part: number, whole: number, most: number): number {
  const all = Math.min(most, whole);
  return part <= 0 ? 0 : Math.max(1, Math.round(part * all));
}
