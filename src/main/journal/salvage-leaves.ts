import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type LeafRow, rowsOf, type Value } from './raw/leaf-rows.ts';
import { PAGE_BYTES, readPages } from './raw/pages.ts';
import { isUsable, takes } from './takes.ts';

const ColumnsSchema = z.array(
  z.object({ name: z.string(), type: z.string(), notnull: z.number(), pk: z.number() }),
);
type Column = z.infer<typeof ColumnsSchema>[number];

function isOfType({ type, notnull, pk }: Column, value: Value): boolean {
  // The key that SQLite numbers rows by is not stored with the row.
  if (pk === 1 && type === 'INTEGER') return value === null;
  if (value === null) return notnull === 0;
  if (type === 'INTEGER') return typeof value === 'number' || typeof value === 'bigint';
  if (type === 'BLOB') return value instanceof Uint8Array;
  return typeof value === 'string';
}

function carrierOf(target: Database.Database, table: string) {
  const columns = ColumnsSchema.parse(target.pragma(`table_info(${table})`));
  const names = columns.map(({ name }) => name).join(', ');
  const insert = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return {
    table,
    isMeant: ({ values }: LeafRow): boolean =>
      values.length === columns.length && columns.every((column, n) => isOfType(column, values[n] ?? null)),
    carry: ({ rowid, values }: LeafRow): boolean => {
      const own = columns.map(({ type, pk }, n) => (pk === 1 && type === 'INTEGER' ? rowid : values[n]));
      const row = Object.fromEntries(columns.map(({ name }, n) => [name, own[n]]));
      if (!isUsable(table, row)) return false;
      // Where a log of another journal was played in, its rows have taken the numbers of these.
      return takes(() => insert.run(...own)) || takes(() => insert.run(...values));
    },
  };
}

/**
 * Looks at each page of the database at `path` by itself and copies the rows that `target` does not have yet: those whose
 * way from the root is lost. Which table a row is of is told by its columns' number and types. Returns how many
 * there were of each of `tables`.
 */
export function carryLeaves(
  path: string,
  target: Database.Database,
  tables: readonly string[],
): Map<string, number> {
  const carriers = tables
    .filter((table) => target.pragma(`table_info(${table})`, { simple: true }) !== undefined)
    .map((table) => carrierOf(target, table));
  const pages = readPages(path);
  const found = new Map<string, number>();
  // The log's pages first: what is there already is not overwritten by an older version of it.
  for (const at of [pages.newest, pages.inFile])
    for (let number = 1; number <= pages.count; number++) {
      const page = at(number);
      if (page.length !== PAGE_BYTES) continue;
      for (const row of rowsOf(page, at))
        for (const { table, isMeant, carry } of carriers)
          if (isMeant(row) && carry(row)) found.set(table, (found.get(table) ?? 0) + 1);
    }
  return found;
}
