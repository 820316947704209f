import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

export type Trx = Transaction<Tables>;

/** An open, migrated database. */
export interface Store {
  readonly db: Kysely<Tables>;
  /**
   * Runs `work` in one transaction and returns what it returns, after the commit. It may run more than once,
   * and touches nothing but the database: what else is to happen follows the commit. Whoever decides about a
   * token first locks its row, so two decisions about one token never overlap.
   */
  transact<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
