import type { Cell, Transaction } from '../model.ts';
import { mergeHead, mergeLabel, mergeLone } from './cells.ts';
import { type History, targetIn } from './history.ts';
import type { Choice } from './report.ts';
import { aboutCell, FATE_OF, flag, type Merging, note, settle, type Three } from './state.ts';
import type { Contested } from './transactions.ts';
import { type Account, add, type Combined, combine, correction, type ValueCell } from './value.ts';

const RULE = 'base-plus-union-of-deltas';

export interface MergedValue {
  readonly cell: ValueCell | undefined;
  /** Keys of transactions that the balance does not include because a person chose the other side. */
  readonly left: readonly string[];
}

const touches = (account: Account, t: Transaction): boolean => targetIn(account.cells, t) === account.key;

const waits = (accounts: Three<Account>, contested: readonly Contested[]): boolean =>
  contested.some(
    (c) => c.chosen === undefined && (touches(accounts.first, c.first) || touches(accounts.second, c.second)),
  );

/** Keys of what changed the cell on one side and is not listed on the other one. */
export const onlyIn = (history: History, other: History, cell: string): string[] =>
  (history.byCell.get(cell) ?? []).map(([key]) => key).filter((key) => !other.listed.has(key));

const currencyOf = (cell: ValueCell) => (cell.kind === 'purse' ? cell.payload.currency : undefined);

/** The balance by the rule, or by what a person chose where the rule leaves it open. */
function balanceOf(
  m: Merging,
  cells: Three<ValueCell>,
  accounts: Three<Account>,
  contested: readonly Contested[],
): { readonly balance: number; readonly choice: Choice | undefined } | undefined {
  const { first, second } = accounts;
  const about = aboutCell(cells.first);
  const values = { first: first.balance, second: second.balance, result: null };
  if (waits(accounts, contested)) {
    note(m, about, 'both', ['conflict', RULE, 'waits-for-transaction'], values);
    return undefined;
  }
  const sameCurrency = currencyOf(cells.first) === currencyOf(cells.second);
  const combined: Combined = sameCurrency
    ? combine(accounts, contested, m.rules.history.clocksWithin)
    : { reason: 'currency-differs' };
  if ('balance' in combined) {
    const { balance } = combined;
    const reason = balance === first.balance && balance === second.balance ? 'identical' : 'deltas-added';
    note(m, about, 'both', ['combined', RULE, reason], { ...values, result: balance });
    return { balance, choice: undefined };
  }
  const sum = first.balance + second.balance;
  // Two accounts that never met can be added by a person; two that share a transaction are one account.
  const apart =
    sameCurrency &&
    accounts.base === undefined &&
    Number.isSafeInteger(sum) &&
    [...first.history.listed.keys()].every((key) => !second.history.listed.has(key));
  const choices: readonly Choice[] = [
    'keep-first',
    'keep-second',
    ...(apart ? (['keep-both'] as const) : []),
  ];
  const choice = settle(m, about, 'both', RULE, combined.reason, choices, values);
  if (choice === undefined) return undefined;
  const balance = choice === 'keep-both' ? sum : choice === 'keep-first' ? first.balance : second.balance;
  note(m, about, 'both', [FATE_OF[choice], 'settlement', combined.reason], { ...values, result: balance });
  return { balance, choice };
}

/** Points or purse that both sides have. */
export function mergeValue(
  m: Merging,
  cells: Three<ValueCell>,
  accounts: Three<Account>,
  contested: readonly Contested[],
): MergedValue {
  const decided = balanceOf(m, cells, accounts, contested);
  const head = mergeHead(m, cells);
  const label = mergeLabel(m, cells);
  if (decided === undefined || head === undefined || label === undefined)
    return { cell: undefined, left: [] };
  const { balance, choice } = decided;
  if (balance < 0) flag(m, 'overdrawn', aboutCell(cells.first).id);
  const { first, second } = accounts;
  const left =
    choice === 'keep-first'
      ? onlyIn(second.history, first.history, first.key)
      : choice === 'keep-second'
        ? onlyIn(first.history, second.history, first.key)
        : [];
  const currency = currencyOf(choice === 'keep-second' ? cells.second : cells.first);
  if (currency !== undefined)
    return { cell: { ...head, kind: 'purse', payload: { balance, currency } }, left };
  const payload = label.value === undefined ? { balance } : { balance, label: label.value };
  return { cell: { ...head, kind: 'points', payload }, left };
}

/** The other side of a cell that one side has alone: what it lists, and the cells that it has instead. */
export type Without = Pick<Account, 'history' | 'cells'>;

/** Whether the other side lists what would change this cell, though it has no cell that it went into. */
const straying = (account: Account, other: Without): boolean =>
  [...other.history.listed].some(
    ([key, t]) =>
      !account.history.listed.has(key) && targetIn(other.cells, t) === undefined && touches(account, t),
  );

/**
 * Points or purse that one side has alone. A contested transaction counts here too: the balance follows the body
 * that was chosen, wherever it was listed.
 */
export function mergeLoneValue(
  m: Merging,
  side: 'first' | 'second',
  { base, cell }: { readonly base: Cell | undefined; readonly cell: ValueCell },
  { account, other }: { readonly account: Account; readonly other: Without },
  contested: readonly Contested[],
): Cell | undefined {
  const about = aboutCell(cell);
  if (contested.some((c) => c.chosen === undefined && touches(account, c[side]))) {
    note(m, about, side, ['conflict', RULE, 'waits-for-transaction']);
    return undefined;
  }
  const removed = base ?? (straying(account, other) ? cell : undefined);
  const kept = mergeLone(m, removed, cell, side);
  const fix = correction(side, account, contested);
  if (kept === undefined || fix === 0) return kept;
  const { balance: was } = cell.payload;
  const balance = add(was, fix);
  const none = { first: null, second: null };
  if (Number.isNaN(balance)) {
    settle(m, about, side, RULE, 'out-of-range', [], { ...none, [side]: was, result: null });
    return undefined;
  }
  const values = { ...none, [side]: was, result: balance };
  note(m, about, side, [`kept-from-${side}`, RULE, 'deltas-added'], values);
  if (balance < 0) flag(m, 'overdrawn', about.id);
  return cell.kind === 'points'
    ? { ...cell, payload: { ...cell.payload, balance } }
    : { ...cell, payload: { ...cell.payload, balance } };
}
