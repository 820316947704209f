import { byTime, sortCells, transactionKey, watermarkOf } from '../canonical.ts';
import { type Cell, IMAGE_FORMAT, MAX_IMAGE_BYTES, type Transaction } from '../model.ts';
import { mergeCell, mergeLone } from './cells.ts';
import { fit } from './fit.ts';
import { descends, type History, historyOf } from './history.ts';
import { mergeLoneValue, mergeValue, onlyIn } from './merge-value.ts';
import type { Conflict, MergeReport, Settlements } from './report.ts';
import type { MergeRules } from './rules.ts';
import {
  type About,
  aboutCells,
  cellKey,
  type ImageContent,
  type Merging,
  note,
  type Three,
} from './state.ts';
import { aboutTransaction, mergeTransactions, type Union } from './transactions.ts';
import type { Account, ValueCell } from './value.ts';

export interface MergeInput {
  /** The image that both sides come from, where it is known. */
  readonly base?: ImageContent | undefined;
  readonly first: ImageContent;
  readonly second: ImageContent;
  readonly rules: MergeRules;
  /** YYYY-MM-DD: what expired before this day drops. */
  readonly today: string;
  /** What a person decided about conflicts of an earlier run, by their ids. */
  readonly settlements?: Settlements;
  /** Bytes for the encoded image without its signature. */
  readonly capacity?: number;
}

export type MergeResult =
  | { readonly status: 'merged'; readonly content: ImageContent; readonly report: MergeReport }
  | { readonly status: 'conflicts'; readonly conflicts: readonly Conflict[]; readonly report: MergeReport };

/** One input, with its cells by key and what it shows of its past. */
interface Side {
  readonly image: ImageContent;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly keys: ReadonlySet<string>;
  readonly history: History;
}

function sideOf(image: ImageContent, rules: MergeRules): Side {
  const cells = new Map(image.cells.map((cell) => [cellKey(cell), cell]));
  const keys = new Set(cells.keys());
  return { image, cells, keys, history: historyOf(image, keys, rules.history.listsAtLeast) };
}

const isValue = (cell: Cell | undefined): cell is ValueCell =>
  cell?.kind === 'points' || cell?.kind === 'purse';

const accountOf = (side: Side, cell: ValueCell): Account => ({
  balance: cell.payload.balance,
  key: cellKey(cell),
  history: side.history,
  cells: side.keys,
});

function mergeAccounts(m: Merging, { first, second }: Three<Side>): void {
  for (const item of ['accountRef', 'issuer'] as const) {
    if (first.image[item] === second.image[item]) continue;
    const about: About = { id: `image ${item}`, entry: 'image', item };
    note(m, about, 'both', ['conflict', 'same-account', 'account-differs']);
    m.conflicts.push({ ...about, reason: 'account-differs', choices: [] });
  }
}

/**
 * Where the merged list has to begin: after a cut list's oldest. An image's list is the latest of what its
 * balances include, without gaps, and a later merge relies on that. The balances keep what the list leaves out.
 */
function latestCut(a: History, b: History): Transaction | undefined {
  const [one, other] = [a, b].flatMap((h) => (h.complete || h.oldest === undefined ? [] : [h.oldest]));
  if (one === undefined || other === undefined) return one;
  return byTime(one, other) < 0 ? other : one;
}

/** The merged cells, and the transactions that they include. */
function mergeCells(m: Merging, sides: Three<Side>, { transactions, contested }: Union) {
  const { base, first, second } = sides;
  const cells: Cell[] = [];
  const left = new Set<string>();
  for (const key of new Set([...first.keys, ...second.keys])) {
    const a = first.cells.get(key);
    const b = second.cells.get(key);
    const was = base?.cells.get(key);
    let merged: Cell | undefined;
    if (a === undefined || b === undefined) {
      const lone = a ?? b;
      const [side, own, other] =
        a === undefined ? (['second', second, first] as const) : (['first', first, second] as const);
      if (isValue(lone)) {
        const account = accountOf(own, lone);
        merged = mergeLoneValue(
          m,
          side,
          { base: was, cell: lone },
          { account, other: { history: other.history, cells: other.keys } },
          contested,
        );
      } else if (lone !== undefined) merged = mergeLone(m, was, lone, side);
    } else if (isValue(a) && isValue(b)) {
      const three = { base: isValue(was) ? was : undefined, first: a, second: b };
      const accounts = {
        base: base !== undefined && isValue(was) ? accountOf(base, was) : undefined,
        first: accountOf(first, a),
        second: accountOf(second, b),
      };
      const outcome = mergeValue(m, three, accounts, contested);
      for (const one of outcome.left) left.add(one);
      merged = outcome.cell;
    } else {
      merged = mergeCell(m, { base: was, first: a, second: b });
      if (m.used.has(aboutCells(a, b).id)) {
        const [kept, lost] = merged === a ? [first, second] : [second, first];
        for (const one of onlyIn(lost.history, kept.history, key)) left.add(one);
      }
    }
    if (merged !== undefined) cells.push(merged);
  }
  const cut = base === undefined ? undefined : latestCut(first.history, second.history);
  const kept = transactions.filter((t) => {
    const settledOtherwise = left.has(transactionKey(t));
    const tooOld = cut !== undefined && byTime(t, cut) < 0;
    if (!settledOtherwise && !tooOld) return true;
    const about = aboutTransaction(t);
    const from = m.entries.get(about.id)?.from ?? 'both';
    if (settledOtherwise) note(m, about, from, ['dropped', 'settlement', 'settled-otherwise']);
    else note(m, about, from, ['dropped', 'union-by-terminal-and-counter', 'older-than-list']);
    return false;
  });
  return { cells: sortCells(cells), transactions: kept };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function reportOf(m: Merging, base: MergeReport['base']): MergeReport {
  return {
    rules: { version: m.rules.version, revision: m.rules.revision },
    today: m.today,
    base,
    entries: [...m.entries.values()].sort((a, b) => compare(a.id, b.id)),
    flags: m.flags.sort((a, b) => compare(a.id, b.id) || compare(a.flag, b.flag)),
    settlementsUsed: [...m.used].sort(),
    settlementsUnused: Object.keys(m.settlements)
      .filter((id) => !m.used.has(id))
      .sort(),
  };
}

/**
 * What two devices' images make together under the rules: three-way where their base is known, two-way where it
 * is not. Pure: the same inputs give the same bytes and the same report on any machine. While a conflict is open
 * there is no content, so nothing can be written; settle the conflicts and merge again.
 *
 * Independent of order (the report mirrored), idempotent. Of grouping: see transactions, value, coupons,
 * preferences, versioned and fit; a conflict that a person settles depends on which pair is shown first.
 * Time is linear in the entries, apart from sorting them.
 */
export function mergeImages(input: MergeInput): MergeResult {
  const m: Merging = {
    rules: input.rules,
    today: input.today,
    settlements: input.settlements ?? {},
    entries: new Map(),
    conflicts: [],
    flags: [],
    used: new Set(),
  };
  const first = sideOf(input.first, input.rules);
  const second = sideOf(input.second, input.rules);
  const given = input.base === undefined ? undefined : sideOf(input.base, input.rules);
  const usable =
    given !== undefined && descends(first.history, given.history) && descends(second.history, given.history);
  const sides: Three<Side> = { base: usable ? given : undefined, first, second };
  mergeAccounts(m, sides);
  const union = mergeTransactions(m, first.history, second.history);
  const { cells, transactions } = mergeCells(m, sides, union);
  const content: ImageContent = {
    format: IMAGE_FORMAT,
    accountRef: input.first.accountRef,
    issuer: input.first.issuer,
    watermark: watermarkOf([input.first.watermark, input.second.watermark], transactions),
    cells,
    transactions,
  };
  // A size is only known of what is decided.
  const cut = !first.history.complete || !second.history.complete;
  const capacity = input.capacity ?? MAX_IMAGE_BYTES;
  const fitted = m.conflicts.length > 0 ? undefined : fit(m, content, { cut, capacity });
  const report = reportOf(m, usable ? 'used' : given === undefined ? 'none' : 'not-an-ancestor');
  if (fitted === undefined)
    return { status: 'conflicts', conflicts: m.conflicts.sort((a, b) => compare(a.id, b.id)), report };
  return { status: 'merged', content: fitted, report };
}
