import { codeOf } from '../canonical.ts';
import type { CardImage, Cell } from '../model.ts';
import type {
  Choice,
  Conflict,
  MergeReport,
  Reason,
  ReportEntry,
  RuleApplied,
  Settlements,
} from './report.ts';
import type { MergeRules } from './rules.ts';

/** The part of an image that a merge decides; who writes it adds token, generation, sequence and date. */
export type ImageContent = Pick<
  CardImage,
  'format' | 'accountRef' | 'issuer' | 'watermark' | 'cells' | 'transactions'
>;

export interface Three<T> {
  readonly base: T | undefined;
  readonly first: T;
  readonly second: T;
}

/** One merge at work: what it is given and what it has found so far. It lives for one call only. */
export interface Merging {
  readonly rules: MergeRules;
  readonly today: string;
  readonly settlements: Settlements;
  readonly entries: Map<string, ReportEntry>;
  readonly conflicts: Conflict[];
  readonly flags: MergeReport['flags'];
  readonly used: Set<string>;
}

export type About = Pick<ReportEntry, 'id' | 'entry' | 'programme' | 'kind' | 'item'>;
type Values = NonNullable<ReportEntry['values']>;

export const cellKey = (cell: Pick<Cell, 'programme'> & Cell): string => `${cell.programme} ${codeOf(cell)}`;

/** A cell that the sides do not understand alike is about bytes to both. */
export const aboutCells = (first: Cell, second: Cell): About =>
  first.kind === second.kind ? aboutCell(first) : { ...aboutCell(first), kind: 'opaque' };

export const aboutCell = (cell: Cell): About => ({
  id: `cell ${cellKey(cell)}`,
  entry: 'cell',
  programme: cell.programme,
  kind: cell.kind,
});

export const aboutItem = (cell: Cell, entry: ReportEntry['entry'], item: string): About => ({
  id: `${entry} ${cellKey(cell)} ${item}`,
  entry,
  programme: cell.programme,
  kind: cell.kind,
  item,
});

export const sidesOf = (first: unknown, second: unknown): ReportEntry['from'] =>
  first === undefined ? 'second' : second === undefined ? 'first' : 'both';

/** What became of an entry, by which rule and why. */
export type Outcome = readonly [ReportEntry['fate'], RuleApplied, Reason];

/** Notes what became of an entry; a later note about the same entry replaces an earlier one. */
export function note(
  m: Merging,
  about: About,
  from: ReportEntry['from'],
  [fate, rule, reason]: Outcome,
  values?: Values,
): void {
  m.entries.set(about.id, {
    ...about,
    from,
    fate,
    rule,
    reason,
    ...(values === undefined ? {} : { values }),
  });
}

/** Flags something to look into, once. */
export function flag(m: Merging, what: MergeReport['flags'][number]['flag'], id: string): void {
  if (!m.flags.some((f) => f.flag === what && f.id === id)) m.flags.push({ flag: what, id });
}

/**
 * The person's choice for a conflict; `undefined` while it is open, and then it is noted as a conflict.
 * What a choice does to the entry is for the caller to note.
 */
export function settle(
  m: Merging,
  about: About,
  from: ReportEntry['from'],
  rule: RuleApplied,
  reason: Reason,
  choices: readonly Choice[] = ['keep-first', 'keep-second'],
  values?: Values,
): Choice | undefined {
  const choice = Object.hasOwn(m.settlements, about.id) ? m.settlements[about.id] : undefined;
  if (choice !== undefined && choices.includes(choice)) {
    m.used.add(about.id);
    return choice;
  }
  note(m, about, from, ['conflict', rule, reason], values);
  m.conflicts.push({ ...about, reason, choices: [...choices], ...(values === undefined ? {} : { values }) });
  return undefined;
}

export const FATE_OF = {
  'keep-first': 'kept-from-first',
  'keep-second': 'kept-from-second',
  'keep-both': 'combined',
} as const satisfies Record<Choice, ReportEntry['fate']>;

/** The keys of both, in the order that they share; sorted where they do not, so that neither side matters. */
export function keysOf<T>(first: ReadonlyMap<string, T>, second: ReadonlyMap<string, T>): readonly string[] {
  const own = [...first.keys()];
  const other = [...second.keys()];
  if (own.length === other.length && own.every((key, n) => key === other[n])) return own;
  return [...new Set([...own, ...other])].sort();
}
