import { equalBytes } from '../bytes.ts';
import { encodePayload } from '../cell-codec.ts';
import type { Cell } from '../model.ts';
import { type CouponsCell, mergeCoupons } from './coupons.ts';
import { mergePreferences, type PreferencesCell } from './preferences.ts';
import type { Reason, RuleApplied } from './report.ts';
import {
  aboutCell,
  aboutCells,
  aboutItem,
  FATE_OF,
  type Merging,
  note,
  type Outcome,
  settle,
  type Three,
} from './state.ts';
import type { ValueCell } from './value.ts';
import { pickAttribute, pickByVersion } from './versioned.ts';

type Kept = Cell | undefined;
type Of<K extends Cell['kind']> = Extract<Cell, { kind: K }>;

const versioned = <T>(cell: Cell, value: T) => ({ version: cell.version, value });

/** Attribute by attribute what the issuer signed with the highest version; `undefined` while one is open. */
function attribute<T extends string | undefined>(
  m: Merging,
  { base, first, second }: Three<Cell>,
  name: string,
  of: (cell: Cell) => T,
) {
  return pickAttribute(m, aboutItem(first, 'attribute', name), {
    base: base === undefined ? undefined : versioned(base, of(base)),
    first: versioned(first, of(first)),
    second: versioned(second, of(second)),
  });
}

/** Owner, version and expiry of a cell that both sides have. */
export function mergeHead(m: Merging, cells: Three<Cell>) {
  const owner = attribute(m, cells, 'owner', (cell) => cell.owner);
  const expiresOn = attribute(m, cells, 'expiresOn', (cell) => cell.expiresOn);
  if (owner === undefined || expiresOn === undefined) return undefined;
  return {
    programme: cells.first.programme,
    owner: owner.value,
    version: Math.max(cells.first.version, cells.second.version),
    ...(expiresOn.value === undefined ? {} : { expiresOn: expiresOn.value }),
  };
}

/** What the issuer calls the points; only points have it. */
export const mergeLabel = (m: Merging, cells: Three<ValueCell>) =>
  attribute(m, cells, 'label', (cell) => (cell.kind === 'points' ? cell.payload.label : undefined));

/** Of lists, item by item as the codec writes them: an absent field is the same as one that is not there. */
const sameItems = <T extends object>(
  a: readonly T[],
  b: readonly T[],
  names: readonly (keyof T)[],
): boolean =>
  a.length === b.length && a.every((item, n) => names.every((name) => item[name] === b[n]?.[name]));

function sameContent(a: Cell, b: Cell): boolean {
  if (a.kind === 'coupons' && b.kind === 'coupons')
    return sameItems(a.payload.coupons, b.payload.coupons, ['id', 'title', 'usesLeft', 'expiresOn']);
  if (a.kind === 'preferences' && b.kind === 'preferences')
    return sameItems(a.payload.entries, b.payload.entries, ['key', 'value', 'changedAt']);
  return equalBytes(encodePayload(a).bytes, encodePayload(b).bytes);
}

const sameCell = (a: Cell, b: Cell): boolean =>
  a.owner === b.owner && a.version === b.version && a.expiresOn === b.expiresOn && sameContent(a, b);

/** A ticket or membership as one whole: its fields belong together, as the issuer signed them. */
function mergeVersioned<C extends Of<'ticket'> | Of<'membership'>>(m: Merging, cells: Three<C>): Kept {
  const picked = pickByVersion(
    m,
    aboutCell(cells.first),
    'highest-version',
    {
      base: cells.base === undefined ? undefined : versioned(cells.base, cells.base),
      first: versioned(cells.first, cells.first),
      second: versioned(cells.second, cells.second),
    },
    sameCell,
  );
  return picked?.value;
}

/**
 * Bytes that are not understood, or not by both sides: one of them carries a payload of a later version. Of those no
 * rule can make one; they are kept whole.
 */
function mergeBytes(m: Merging, { base, first, second }: Three<Cell>): Kept {
  const about = aboutCells(first, second);
  const rule = 'identical-or-conflict';
  const items = (one: Outcome, other: Outcome) => {
    noteItems(m, first, 'first', one);
    noteItems(m, second, 'second', other);
  };
  const keep = (kept: 'first' | 'second', by: RuleApplied, reason: Reason): Cell => {
    const fate = (side: 'first' | 'second') => (side === kept ? (`kept-from-${side}` as const) : 'dropped');
    note(m, about, 'both', [`kept-from-${kept}`, by, reason]);
    items([fate('first'), by, reason], [fate('second'), by, reason]);
    return kept === 'first' ? first : second;
  };
  if (sameCell(first, second)) {
    note(m, about, 'both', ['combined', rule, 'identical']);
    items(['combined', rule, 'identical'], ['combined', rule, 'identical']);
    return first;
  }
  if (base !== undefined && sameCell(base, first)) return keep('second', rule, 'unchanged-on-other-side');
  if (base !== undefined && sameCell(base, second)) return keep('first', rule, 'unchanged-on-other-side');
  const choice = settle(m, about, 'both', rule, 'bytes-differ');
  if (choice !== undefined)
    return keep(choice === 'keep-first' ? 'first' : 'second', 'settlement', 'bytes-differ');
  items(['conflict', rule, 'bytes-differ'], ['conflict', rule, 'bytes-differ']);
  return undefined;
}

function mergeLists(m: Merging, cells: Three<CouponsCell> | Three<PreferencesCell>): Kept {
  const { first, second } = cells;
  const head = mergeHead(m, cells);
  const same = sameCell(first, second) ? 'identical' : 'entry-by-entry';
  if (first.kind === 'coupons' && second.kind === 'coupons') {
    note(m, aboutCell(first), 'both', ['combined', 'fewest-uses-left', same]);
    const coupons = mergeCoupons(m, cells as Three<CouponsCell>);
    return head === undefined ? undefined : { ...head, kind: 'coupons', payload: { coupons } };
  }
  if (first.kind !== 'preferences' || second.kind !== 'preferences') return undefined;
  note(m, aboutCell(first), 'both', ['combined', 'newest-but-opt-out-wins', same]);
  const entries = mergePreferences(m, first, second);
  return head === undefined ? undefined : { ...head, kind: 'preferences', payload: { entries } };
}

/** A cell without value that both sides have: of these the rules need no history. */
export function mergeCell(m: Merging, { base, first, second }: Three<Cell>): Kept {
  const three = <K extends Cell['kind']>(kind: K): Three<Of<K>> => ({
    base: base?.kind === kind ? (base as Of<K>) : undefined,
    first: first as Of<K>,
    second: second as Of<K>,
  });
  if (first.kind !== second.kind) return mergeBytes(m, { base, first, second });
  switch (first.kind) {
    case 'ticket':
      return mergeVersioned(m, three('ticket'));
    case 'membership':
      return mergeVersioned(m, three('membership'));
    case 'opaque':
      return mergeBytes(m, three('opaque'));
    case 'coupons':
      return mergeLists(m, three('coupons'));
    case 'preferences':
      return mergeLists(m, three('preferences'));
    default:
      throw new Error(`A cell of ${first.kind} is merged with its history`);
  }
}

/** Says of each coupon or preference of a cell what became of the whole cell. */
function noteItems(m: Merging, cell: Cell, side: 'first' | 'second', [fate, rule, reason]: Outcome): void {
  if (cell.kind === 'coupons')
    for (const { id } of cell.payload.coupons)
      note(m, aboutItem(cell, 'coupon', id), side, [fate, rule, reason]);
  if (cell.kind === 'preferences')
    for (const { key } of cell.payload.entries)
      note(m, aboutItem(cell, 'preference', key), side, [fate, rule, reason]);
}

/** A kept cell's entries, merged with none, so that each is noted and what has expired drops. */
function keptAlone(m: Merging, cell: Cell, side: 'first' | 'second'): Cell {
  const first = side === 'first';
  if (cell.kind === 'coupons') {
    const none: CouponsCell = { ...cell, payload: { coupons: [] } };
    const cells = { base: undefined, first: first ? cell : none, second: first ? none : cell };
    return { ...cell, payload: { coupons: mergeCoupons(m, cells) } };
  }
  if (cell.kind !== 'preferences') return cell;
  const none: PreferencesCell = { ...cell, payload: { entries: [] } };
  const entries = first ? mergePreferences(m, cell, none) : mergePreferences(m, none, cell);
  return { ...cell, payload: { entries } };
}

/** A cell that one side has alone: new there, or removed on the other side since the base. */
export function mergeLone(m: Merging, base: Cell | undefined, cell: Cell, side: 'first' | 'second'): Kept {
  const about = aboutCell(cell);
  if (base === undefined) {
    note(m, about, side, [`kept-from-${side}`, 'only-one-side', 'only-there']);
    return keptAlone(m, cell, side);
  }
  const drop = (outcome: Outcome): undefined => {
    if (outcome[0] === 'dropped') note(m, about, side, outcome);
    noteItems(m, cell, side, outcome);
    return undefined;
  };
  const value = cell.kind === 'points' || cell.kind === 'purse' || cell.kind === 'coupons';
  if (!value && sameCell(base, cell)) return drop(['dropped', 'only-one-side', 'removed-on-other-side']);
  const choice = settle(m, about, side, 'only-one-side', 'removed-on-one-side');
  if (choice === undefined) return drop(['conflict', 'only-one-side', 'removed-on-one-side']);
  if (choice !== `keep-${side}`) return drop(['dropped', 'settlement', 'removed-on-one-side']);
  note(m, about, side, [FATE_OF[choice], 'settlement', 'removed-on-one-side']);
  return keptAlone(m, cell, side);
}
