import type Database from 'better-sqlite3';
import { type Column, columnsOf, isNumber, keeperOf, type Row, type Table } from './keep.ts';
import { type LeafRow, rowsOf, type Value } from './raw/leaf-rows.ts';
import { NONE, PAGE_BYTES, readPages } from './raw/pages.ts';

function isOfType(column: Column, value: Value): boolean {
  // It is not stored with the row.
  if (isNumber(column)) return value === null;
  if (value === null) return column.notnull === 0;
  if (column.type === 'INTEGER') return typeof value === 'number' || typeof value === 'bigint';
  if (column.type === 'BLOB') return value instanceof Uint8Array;
  return typeof value === 'string';
}

function carrierOf(target: Database.Database, table: Table): (leaf: LeafRow) => void {
  const columns = columnsOf(target, table);
  const keep = keeperOf(target, table);
  const isMeant = (values: readonly Value[]): boolean =>
    values.length === columns.length && columns.every((column, n) => isOfType(column, values[n] ?? null));
  return ({ rowid, values }) => {
    if (!isMeant(values)) return;
    const own = columns.map((column, n) => [column.name, isNumber(column) ? rowid : values[n]] as const);
    const row: Row = { ...Object.fromEntries(own), salvageId: rowid };
    keep(row);
  };
}

/**
 * Looks at each page of the database at `path` by itself and carries its rows into `target`, also those whose way from the
 * root is lost. Which of `tables` a row is of is told by its columns' number and types.
 */
export function carryLeaves(path: string, target: Database.Database, tables: readonly Table[]): void {
  const carriers = tables.map((table) => carrierOf(target, table));
  const pages = readPages(path);
  for (const at of [pages.newest, pages.inFile])
    for (let number = 1; number <= pages.count; number++) {
      const page = at(number);
      if (page.length !== PAGE_BYTES) continue;
      for (const row of rowsOf(page, at)) for (const carry of carriers) carry(row);
    }
  // A row that moved on to a page whose last version is damaged is on an earlier one. Not what goes on in other pages:
  // those may have had something else on them by then.
  for (const page of pages.earlier)
    for (const row of rowsOf(page, () => NONE)) for (const carry of carriers) carry(row);
}
