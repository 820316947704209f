import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

export type StoreConfig = { readonly sqlite: string } | { readonly postgres: string };

/** Opens and migrates; throws a `StoreError` that says what to do. */
export const openStore = (config: StoreConfig): Promise<Store> =>
  'sqlite' in config ? openSqlite(config.sqlite) : openPostgres(config.postgres);
