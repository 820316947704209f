import { createHash } from 'node:crypto';
import type { Tables } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** Every table, but for the keys themselves: they are how a repetition is known, not what it means. */
const TABLES: Readonly<Record<Exclude<keyof Tables, 'request_keys'>, true>> = {
  accounts: true,
  persons: true,
  tokens: true,
  hotlist: true,
  requests: true,
  visit_directory: true,
  visits: true,
  outcomes: true,
  credentials: true,
  image_heads: true,
  images: true,
  ledger: true,
  ledger_conflicts: true,
  coupon_catalogue: true,
  transfers: true,
  jobs: true,
  programmes: true,
  merge_rules: true,
};
const ALL = Object.keys(TABLES) as (keyof typeof TABLES)[];

/** The row of a token is its lock: whoever takes it raises this number, which says nothing else. */
const LOCK_COUNTER = 'revision';

const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;

/** All that the store says, as text that is equal if and only if it says the same. */
export async function meaningOf({ db }: Store): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables: Record<string, readonly string[]> = {};
  for (const table of ALL) {
    const rows: readonly object[] = await db.selectFrom(table).selectAll().execute();
    tables[table] = rows
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([column]) => table !== 'tokens' || column !== LOCK_COUNTER)
            .map(([column, value]) => [column, plain(value)])
            .sort(),
        ),
      )
      .sort();
  }
  return tables;
}

/** What the servers draw by lot, and digests of it: nonces, credentials, ids of requests that came without one. */
const DRAWN = [
  /\b[0-9a-f]{32}\b/g,
  /(?<=\["(credential_id|secret_hash|previous_hash|request_id|question_hash)",")[0-9a-f]+/g,
];

/** The same of two stores, but for what the servers draw by lot. */
export const withoutLots = (
  meaning: Awaited<ReturnType<typeof meaningOf>>,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(meaning).map(([table, rows]) => [
      table,
      rows.map((row) => DRAWN.reduce((text, drawn) => text.replace(drawn, '*'), row)).sort(),
    ]),
  );
