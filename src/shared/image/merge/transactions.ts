import { byTime, transactionKey } from '../canonical.ts';
import type { Transaction } from '../model.ts';
import { type History, sameTransaction } from './history.ts';
import type { Choice } from './report.ts';
import { type About, FATE_OF, flag, type Merging, note, settle, sidesOf } from './state.ts';

const RULE = 'union-by-terminal-and-counter';

/** A key under which the two sides list different bodies; `chosen` is missing until it is settled. */
export interface Contested {
  readonly first: Transaction;
  readonly second: Transaction;
  readonly chosen: Transaction | undefined;
}

export interface Union {
  readonly transactions: Transaction[];
  readonly contested: readonly Contested[];
}

export const aboutTransaction = (t: Transaction): About => {
  const key = transactionKey(t);
  return { id: `transaction ${key}`, entry: 'transaction', programme: t.programme, item: key };
};

function contest(m: Merging, first: Transaction, second: Transaction): Contested {
  // About the one that comes first in time, so that the report is the same from either side.
  const about = aboutTransaction(byBody(first, second) <= 0 ? first : second);
  const values = { first: first.amount, second: second.amount, result: null };
  flag(m, 'fraud', about.id);
  const choice: Choice | undefined = settle(m, about, 'both', RULE, 'body-differs', undefined, values);
  if (choice === undefined) return { first, second, chosen: undefined };
  const chosen = choice === 'keep-first' ? first : second;
  note(m, about, 'both', [FATE_OF[choice], 'settlement', 'body-differs'], {
    ...values,
    result: chosen.amount,
  });
  return { first, second, chosen };
}

const bodyOf = (t: Transaction): string =>
  JSON.stringify([t.at, t.programme, t.action, t.amount, t.item ?? '']);
const byBody = (a: Transaction, b: Transaction): number => (bodyOf(a) < bodyOf(b) ? -1 : 1);

/**
 * Each transaction once, in the order of time. Idempotent, and independent of order and grouping, but for what
 * a person settles: there the same key has two bodies, and who asked first matters.
 */
export function mergeTransactions(m: Merging, first: History, second: History): Union {
  for (const key of [...first.twice, ...second.twice]) flag(m, 'fraud', `transaction ${key}`);
  const contested: Contested[] = [];
  const transactions: Transaction[] = [];
  for (const key of new Set([...first.listed.keys(), ...second.listed.keys()])) {
    const a = first.listed.get(key);
    const b = second.listed.get(key);
    if (a !== undefined && b !== undefined && !sameTransaction(a, b)) {
      const outcome = contest(m, a, b);
      contested.push(outcome);
      if (outcome.chosen !== undefined) transactions.push(outcome.chosen);
      continue;
    }
    const t = a ?? b;
    if (t === undefined) continue;
    transactions.push(t);
    const from = sidesOf(a, b);
    note(
      m,
      aboutTransaction(t),
      from,
      from === 'both' ? ['combined', RULE, 'listed-by-both'] : [`kept-from-${from}`, RULE, 'only-there'],
    );
  }
  return { transactions: transactions.sort(byTime), contested };
}
