import { sortCells, transactionKey } from '../canonical.ts';
import { type CellView, counted, viewCell } from '../change.ts';
import type { Cell, Transaction } from '../model.ts';
import type { Choice, Conflict, Fate, MergeReport, Reason, ReportEntry, Settlements } from './report.ts';
import { cellKeyOf, type Lookup, lookup, type SideView } from './sides.ts';
import { type About, cellKey, type ImageContent } from './state.ts';

/** An entry inside a cell and what becomes of it, with both sides' version of it. */
export interface PreviewEntry extends ReportEntry {
  readonly sides: Sides;
}

/** What each image has; `null` where it has none of it, or where there is no result yet. */
export interface Sides {
  readonly first: SideView | null;
  readonly second: SideView | null;
  readonly result: SideView | null;
}

/** One cell of the merge as screens show it. */
export interface PreviewRow {
  /** Of the cell in the report, `cell PROGRAMME CODE`: stable, so a list can be keyed by it. */
  readonly id: string;
  readonly programme: string;
  readonly kind: Cell['kind'];
  readonly first: CellView | null;
  readonly second: CellView | null;
  /** For a cell that drops, `null`; while conflicts are open, all but balances that are certain already. */
  readonly result: CellView | null;
  readonly fate: Fate;
  readonly reason: Reason;
  /** What the result adds to each device, in minor units, points or coupons; `null` where nothing is counted. */
  readonly delta: { readonly first: number | null; readonly second: number | null };
  /** Transactions that both sides list already; they are counted, not shown. */
  readonly sharedTransactions: number;
  /** Coupons, preferences, attributes and the transactions that only one side has or that are contested. */
  readonly details: readonly PreviewEntry[];
  /** Ids of the open conflicts about this cell or what is in it. */
  readonly conflicts: readonly string[];
}

/** What a person has to settle, or has settled, with all that there is to choose from. */
export interface PreviewConflict {
  readonly id: string;
  readonly entry: ReportEntry['entry'];
  readonly programme: string | null;
  readonly kind: Cell['kind'] | null;
  readonly item: string | null;
  readonly reason: Reason;
  /** Empty when only the host can put it right. */
  readonly choices: readonly Choice[];
  readonly first: SideView | null;
  readonly second: SideView | null;
}

export interface PreviewSettled extends Omit<PreviewConflict, 'choices'> {
  readonly choice: Choice;
}

/** A merge before it is written, for a person to look at: plain JSON, nothing that only machines need. */
export interface MergePreview {
  readonly base: MergeReport['base'];
  readonly rows: readonly PreviewRow[];
  /** About no cell: the account, the size, transactions of a programme that neither image has a cell for. */
  readonly others: readonly PreviewEntry[];
  readonly conflicts: readonly PreviewConflict[];
  /** What was settled and can be undone by taking the settlement back. */
  readonly settled: readonly PreviewSettled[];
  readonly flags: MergeReport['flags'];
}

interface Lookups {
  readonly first: Lookup;
  readonly second: Lookup;
  readonly result: Lookup | null;
}

const sidesIn = ({ first, second, result }: Lookups, about: About): Sides => ({
  first: first.side(about),
  second: second.side(about),
  result: result?.side(about) ?? null,
});

/** By key: the cell that each listed transaction changes. */
function targets(
  images: readonly (ImageContent | null)[],
  lookups: readonly (Lookup | null)[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  images.forEach((image, n) => {
    for (const t of image?.transactions ?? []) {
      const key = transactionKey(t);
      const cell = found.has(key) ? undefined : targetOf(t, lookups[n] ?? null, lookups);
      if (cell !== undefined) found.set(key, cell);
    }
  });
  return found;
}

/** In its own image, or, where that has no cell for it, in the other one. */
const targetOf = (t: Transaction, own: Lookup | null, all: readonly (Lookup | null)[]): string | undefined =>
  [own, ...all].map((l) => l?.target(t)).find((key) => key !== undefined);

const viewOf = (cell: Cell | undefined): CellView | null => (cell === undefined ? null : viewCell(cell));

function deltaTo(result: CellView | null, side: CellView | null): number | null {
  const after = counted(result);
  const before = counted(side);
  return after === null || before === null ? null : after - before;
}

/** One merge's report in the order of its cells. */
interface Sorted {
  readonly lookups: Lookups;
  /** One cell of each key. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Key of the cell that an entry belongs to; `undefined` when neither image has it. */
  keyOf(about: About): string | undefined;
  /** One for both sides: not understood, when they do not understand it alike. */
  kindOf(key: string): Cell['kind'];
  readonly byCell: ReadonlyMap<string | undefined, readonly ReportEntry[]>;
}

function sorted(
  images: { readonly first: ImageContent; readonly second: ImageContent },
  lookups: Lookups,
  report: MergeReport,
): Sorted {
  const cellOfTransaction = targets([images.first, images.second], [lookups.first, lookups.second]);
  const cells = new Map([...lookups.second.cells, ...lookups.first.cells]);
  const keyOf = (about: About): string | undefined => {
    const key = about.entry === 'transaction' ? cellOfTransaction.get(about.item ?? '') : cellKeyOf(about);
    return key !== undefined && cells.has(key) ? key : undefined;
  };
  const kindOf = (key: string): Cell['kind'] => {
    const kinds = [lookups.first, lookups.second].flatMap((l) => l.cells.get(key)?.kind ?? []);
    return kinds.every((kind) => kind === kinds[0]) ? (kinds[0] ?? 'opaque') : 'opaque';
  };
  const byCell = new Map<string | undefined, ReportEntry[]>();
  for (const entry of report.entries) {
    const key = keyOf(entry);
    const group = byCell.get(key);
    if (group === undefined) byCell.set(key, [entry]);
    else group.push(entry);
  }
  return { lookups, cells, keyOf, kindOf, byCell };
}

const isShared = (entry: ReportEntry): boolean => entry.reason === 'listed-by-both';
const detailed = (lookups: Lookups, entry: ReportEntry): PreviewEntry => ({
  ...entry,
  sides: sidesIn(lookups, entry),
});

/** A balance that the rules have decided, whatever is still open elsewhere: its entry in the report has it. */
function decidedValue(first: CellView | null, second: CellView | null, own: ReportEntry): CellView | null {
  const balance = own.values?.result ?? null;
  const view = first ?? second;
  if (balance === null || (view?.kind !== 'points' && view?.kind !== 'purse')) return null;
  return { ...view, balance };
}

function rowOf(report: Sorted, cell: Cell, open: ReadonlySet<string>): PreviewRow[] {
  const key = cellKey(cell);
  const { lookups } = report;
  const entries = report.byCell.get(key) ?? [];
  const own = entries.find(({ entry }) => entry === 'cell');
  if (own === undefined) return [];
  const first = viewOf(lookups.first.cells.get(key));
  const second = viewOf(lookups.second.cells.get(key));
  const merged = lookups.result !== null;
  const result = merged ? viewOf(lookups.result?.cells.get(key)) : decidedValue(first, second, own);
  const known = merged || result !== null;
  return [
    {
      id: own.id,
      programme: cell.programme,
      kind: report.kindOf(key),
      first,
      second,
      result,
      fate: own.fate,
      reason: own.reason,
      delta: {
        first: known ? deltaTo(result, first) : null,
        second: known ? deltaTo(result, second) : null,
      },
      sharedTransactions: entries.filter(isShared).length,
      details: entries.filter((e) => e !== own && !isShared(e)).map((e) => detailed(lookups, e)),
      conflicts: entries.filter(({ id }) => open.has(id)).map(({ id }) => id),
    },
  ];
}

function conflictOf(report: Sorted, about: Omit<Conflict, 'choices'>): Omit<PreviewConflict, 'choices'> {
  const { id, entry, programme = null, item = null, reason } = about;
  const { first, second } = sidesIn(report.lookups, about);
  const key = report.keyOf(about);
  const kind = key === undefined ? null : report.kindOf(key);
  return { id, entry, programme, kind, item, reason, first, second };
}

/**
 * The merge of `first` and `second` as a person sees it: one row for each cell of either side, in the order of
 * images, and what is open or settled with both sides' versions. Pure.
 * @param result the merged content; `null` while conflicts are open
 * @param settlements what the merge was given
 */
export function mergePreview(
  first: ImageContent,
  second: ImageContent,
  result: ImageContent | null,
  report: MergeReport,
  conflicts: readonly Conflict[],
  settlements: Settlements = {},
): MergePreview {
  const lookups: Lookups = {
    first: lookup(first),
    second: lookup(second),
    result: result === null ? null : lookup(result),
  };
  const all = sorted({ first, second }, lookups, report);
  const open = new Set(conflicts.map(({ id }) => id));
  const used = new Set(report.settlementsUsed);
  return {
    base: report.base,
    rows: sortCells([...all.cells.values()]).flatMap((cell) => rowOf(all, cell, open)),
    others: (all.byCell.get(undefined) ?? []).map((entry) => detailed(lookups, entry)),
    conflicts: conflicts.map((c) => ({ ...conflictOf(all, c), choices: c.choices })),
    settled: report.entries.flatMap((entry) => {
      const choice = used.has(entry.id) ? settlements[entry.id] : undefined;
      return choice === undefined ? [] : [{ ...conflictOf(all, entry), choice }];
    }),
    flags: report.flags,
  };
}
