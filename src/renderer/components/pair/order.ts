import type { ChangeRow } from '../../../shared/image/change.ts';

const RANK: Record<ChangeRow['change'], number> = { added: 0, changed: 0, removed: 1, same: 2 };

/** What changes first, what goes next, what stays last; within these, the order of the image. */
export const inReadingOrder = (rows: readonly ChangeRow[]): readonly ChangeRow[] =>
  rows.toSorted((a, b) => RANK[a.change] - RANK[b.change]);

/** Pages of at most `size`; the last one is as long as what is left. */
export function pagesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
