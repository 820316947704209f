import { transactionKey } from '../canonical.ts';
import type { Transaction } from '../model.ts';
import { mergeHead, mergeLabel } from './cells.ts';
import { targetIn } from './history.ts';
import type { Choice } from './report.ts';
import { aboutCell, FATE_OF, type Merging, note, settle, type Three } from './state.ts';
import type { Contested } from './transactions.ts';
import { type Account, type Combined, combine, type ValueCell } from './value.ts';

const RULE = 'base-plus-union-of-deltas';

export interface MergedValue {
  readonly cell: ValueCell | undefined;
  /** Keys of transactions that the balance does not include because a person chose the other side. */
  readonly left: readonly string[];
}

const waits = (accounts: Three<Account>, contested: readonly Contested[]): boolean => {
  const touches = (account: Account, t: Transaction) => targetIn(account.cells, t) === account.key;
  return contested.some(
    (c) => c.chosen === undefined && (touches(accounts.first, c.first) || touches(accounts.second, c.second)),
  );
};

const onlyIn = (account: Account, other: Account): string[] =>
  (account.history.byCell.get(account.key) ?? [])
    .map(transactionKey)
    .filter((key) => !other.history.listed.has(key));

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
  if (balance < 0) m.flags.push({ flag: 'overdrawn', id: aboutCell(cells.first).id });
  const { first, second } = accounts;
  const left =
    choice === 'keep-first' ? onlyIn(second, first) : choice === 'keep-second' ? onlyIn(first, second) : [];
  const currency = currencyOf(choice === 'keep-second' ? cells.second : cells.first);
  if (currency !== undefined)
    return { cell: { ...head, kind: 'purse', payload: { balance, currency } }, left };
  const payload = label.value === undefined ? { balance } : { balance, label: label.value };
  return { cell: { ...head, kind: 'points', payload }, left };
}
