import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openReadOnly } from './inspect.ts';
import { columnsOf, keeperOf, type Row, TABLES, type Table, Unwritable } from './keep.ts';
import { hasBrokenLog } from './raw/pages.ts';
import { carryLeaves } from './salvage-leaves.ts';

export interface Salvaged {
  readonly intents: number;
  readonly outcomes: number;
  /** Settings, visits and jobs. */
  readonly others: number;
  /** Whether some page or row could not be read or was not acceptable; how many rows that were is unknown. */
  readonly incomplete: boolean;
}

const damaged = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR|TOOBIG|ERROR$)/.test(error.code);

/** Runs `step`; damage in the source gives `false`. */
function survives(step: () => void): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (damaged(error)) return false;
    throw error;
  }
}

/**
 * Calls `keep` with each row that the table's tree leads to: from the first up to the damage, and from the last down to
 * it. Returns whether all were read.
 */
function readTable(
  source: Database.Database,
  table: Table,
  columns: readonly string[],
  keep: (row: Row) => void,
): boolean {
  // A damaged schema may spell a column in other letters, which is the same to SQLite and not to us.
  const named = columns.map((name) => `${name} AS ${name}`);
  const select = `SELECT rowid AS salvageId, ${named.join(', ')} FROM ${table}`;
  let last = Number.NEGATIVE_INFINITY;
  const upward = survives(() => {
    for (const row of source.prepare<[], Row>(`${select} ORDER BY rowid`).iterate()) {
      last = row.salvageId;
      keep(row);
    }
  });
  if (upward) return true;
  survives(() => {
    for (const row of source.prepare<[], Row>(`${select} ORDER BY rowid DESC`).iterate()) {
      if (row.salvageId <= last) return;
      keep(row);
    }
  });
  return false;
}

/** Returns whether all of the table was read and taken. */
function carryTable(source: Database.Database, target: Database.Database, table: Table): boolean {
  const names = columnsOf(target, table).map(({ name }) => name);
  const keep = keeperOf(target, table);
  let refused = 0;
  let isWhole = false;
  const reached = survives(() => {
    isWhole = readTable(source, table, names, (row) => {
      if (!keep(row)) refused += 1;
    });
  });
  return reached && isWhole && refused === 0;
}

/** Carries what SQLite finds. Returns whether that was all. */
function carryTrees(path: string, target: Database.Database, tables: readonly Table[]): boolean {
  // SQLite would take the log of a database that is missing or empty for nobody's, and remove it.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return false;
  let source: Database.Database | undefined;
  const isOpen = survives(() => {
    source = openReadOnly(path);
  });
  const from = source;
  if (!isOpen || from === undefined) return false;
  try {
    return tables.map((table) => carryTable(from, target, table)).every((isWhole) => isWhole);
  } finally {
    from.close();
  }
}

function carryAll(path: string, target: Database.Database): Salvaged {
  const tables = TABLES.filter((table) => columnsOf(target, table).length > 0);
  const isWhole = carryTrees(path, target, tables);
  // Always: where a file or its log is another journal's, the trees lead past what is left of this one.
  carryLeaves(path, target, tables);
  const count = (table: Table): number =>
    tables.includes(table)
      ? Number(target.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get())
      : 0;
  return {
    intents: count('intent'),
    outcomes: count('outbox'),
    others: count('setting') + count('visit') + count('job'),
    incomplete: !isWhole || hasBrokenLog(path),
  };
}

/**
 * Copies what can be read of the damaged database at `path` into `target`, which has the same version: first along its
 * trees, then, where those are broken, from each page by itself.
 */
export function salvage(path: string, target: Database.Database): Salvaged {
  try {
    return target.transaction(() => carryAll(path, target))();
  } catch (error) {
    throw error instanceof Unwritable ? error.cause : error;
  }
}
