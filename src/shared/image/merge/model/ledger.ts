import { transactionKey } from '../../canonical.ts';
import type { Transaction } from '../../model.ts';

const START: Readonly<Record<string, number>> = {
  'SHOP points': 100,
  'SHOP purse': 5000,
  'CAFE points': 100,
};

/** The cell that a transaction of these histories is about, told without the code under test. */
const accountOf = ({ programme, action }: Transaction): string =>
  `${programme} ${programme === 'CAFE' || action === 'earn' ? 'points' : 'purse'}`;

/**
 * The reference: which transactions a device has taken part in, as plain sets. It knows nothing of lists that are
 * cut, watermarks, versions or bases.
 */
export class Ledger {
  readonly #booked: Map<string, Transaction>;

  constructor(booked: Iterable<Transaction> = []) {
    this.#booked = new Map([...booked].map((t) => [transactionKey(t), t]));
  }

  /** With these as well; what is there already counts once. */
  with(others: Iterable<Transaction>): Ledger {
    return new Ledger([...this.#booked.values(), ...others]);
  }

  [Symbol.iterator](): Iterator<Transaction> {
    return this.#booked.values();
  }

  /** Whether all of the other ledger's transactions are in this one. */
  covers(other: Ledger): boolean {
    return [...other].every((t) => this.#booked.has(transactionKey(t)));
  }

  /** What is in each account, by its name. */
  balances(): Record<string, number> {
    const sums: Record<string, number> = { ...START };
    for (const t of this.#booked.values()) sums[accountOf(t)] = (sums[accountOf(t)] ?? 0) + t.amount;
    return sums;
  }
}
