import type { CardImage, Cell } from './model.ts';

/** A cell as people count it, with nothing that only machines need. */
export type CellView =
  | { readonly kind: 'points'; readonly balance: number; readonly label: string | null }
  | { readonly kind: 'purse'; readonly balance: number; readonly currency: string }
  /** Coupons with uses left; `uses` adds them up. */
  | {
      readonly kind: 'coupons';
      readonly count: number;
      readonly uses: number;
      readonly titles: readonly string[];
    }
  | { readonly kind: 'ticket'; readonly title: string; readonly validTo: string | null }
  | { readonly kind: 'membership'; readonly level: string }
  | { readonly kind: 'preferences'; readonly count: number }
  | { readonly kind: 'opaque'; readonly bytes: number };

export interface ChangeRow {
  readonly programme: string;
  readonly kind: Cell['kind'];
  readonly before: CellView | null;
  readonly after: CellView | null;
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  /** Difference in minor units, points or coupon uses; `null` where the kind is not counted. */
  readonly delta: number | null;
}

/** What an update does to a token, row by row, in the order of the image. */
export interface ImageChange {
  readonly rows: readonly ChangeRow[];
  /** Whether the image before was known; if not, every row reads as added. */
  readonly beforeKnown: boolean;
}

export function viewCell(cell: Cell): CellView {
  switch (cell.kind) {
    case 'points':
      return { kind: 'points', balance: cell.payload.balance, label: cell.payload.label ?? null };
    case 'purse':
      return { kind: 'purse', balance: cell.payload.balance, currency: cell.payload.currency };
    case 'coupons': {
      const usable = cell.payload.coupons.filter((c) => c.usesLeft > 0);
      const uses = usable.reduce((sum, c) => sum + c.usesLeft, 0);
      return { kind: 'coupons', count: usable.length, uses, titles: usable.map((c) => c.title) };
    }
    case 'ticket':
      return { kind: 'ticket', title: cell.payload.title, validTo: cell.payload.validTo ?? null };
    case 'membership':
      return { kind: 'membership', level: cell.payload.level };
    case 'preferences':
      return { kind: 'preferences', count: cell.payload.entries.length };
    case 'opaque':
      return { kind: 'opaque', bytes: cell.payload.bytes.length };
  }
}

/** What is counted in a cell, for differences; `null` where nothing is. */
export function counted(view: CellView | null): number | null {
  if (view === null) return 0;
  if (view.kind === 'points' || view.kind === 'purse') return view.balance;
  if (view.kind === 'coupons') return view.count;
  return null;
}

const keyOf = (cell: Cell): string => `${cell.programme}\u0000${cell.kind}`;

/** Compares contents, not encodings: two cells are the same when people would say so. */
function sameCell(a: Cell, b: Cell): boolean {
  return (
    JSON.stringify([a.version, a.expiresOn, a.payload]) ===
    JSON.stringify([b.version, b.expiresOn, b.payload])
  );
}

/** Row by row what becomes of `before` when `after` replaces it; cells that vanish come last. */
export function describeChange(before: CardImage | null, after: CardImage): ImageChange {
  const old = new Map((before?.cells ?? []).map((cell) => [keyOf(cell), cell]));
  const rows: ChangeRow[] = after.cells.map((cell) => {
    const was = old.get(keyOf(cell));
    old.delete(keyOf(cell));
    const a = was === undefined ? null : viewCell(was);
    const b = viewCell(cell);
    const now = counted(b);
    const then = counted(a);
    return {
      programme: cell.programme,
      kind: cell.kind,
      before: a,
      after: b,
      change: was === undefined ? 'added' : sameCell(was, cell) ? 'same' : 'changed',
      delta: now === null || then === null ? null : now - then,
    };
  });
  for (const cell of old.values()) {
    const a = viewCell(cell);
    const then = counted(a);
    rows.push({
      programme: cell.programme,
      kind: cell.kind,
      before: a,
      after: null,
      change: 'removed',
      delta: then === null ? null : -then,
    });
  }
  return { rows, beforeKnown: before !== null };
}
