import Database from 'better-sqlite3';
import { openReadOnly } from './inspect.ts';
import { hasBrokenLog } from './raw/pages.ts';
import { carryLeaves } from './salvage-leaves.ts';
import { isUsable, takes, Unwritable } from './takes.ts';

/** Tables worth carrying over. The slot cache is left: it only spares bytes. */
const OTHERS = ['setting', 'visit', 'pinAttempt', 'job'] as const;
const TABLES = ['intent', 'outbox', ...OTHERS] as const;
export interface Salvaged {
  readonly intents: number;
  readonly outcomes: number;
  readonly others: number;
  /** Whether some page or row could not be read or was not acceptable; how many rows that were is unknown. */
  readonly incomplete: boolean;
}

type Row = { readonly salvageId: number } & Record<string, unknown>;

const damaged = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR|ERROR$)/.test(error.code);

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
  table: string,
  columns: readonly string[],
  keep: (row: Row) => void,
): boolean {
  const select = `SELECT rowid AS salvageId, ${columns.join(', ')} FROM ${table}`;
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

function carryTable(source: Database.Database, target: Database.Database, table: string) {
  const columns = target
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
    .pluck()
    .all(table);
  if (columns.length === 0) return { rows: 0, whole: true };
  const insert = target.prepare(
    `INSERT OR REPLACE INTO ${table} (rowid, ${columns.join(', ')}) VALUES (@salvageId, ${columns.map((c) => `@${c}`).join(', ')})`,
  );
  let rows = 0;
  let refused = 0;
  let whole = false;
  const reached = survives(() => {
    whole = readTable(source, table, columns, (row) => {
      if (isUsable(table, row) && takes(() => insert.run(row))) rows += 1;
      else refused += 1;
    });
  });
  return { rows, whole: reached && whole && refused === 0 };
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

function carryAll(path: string, target: Database.Database): Salvaged {
  let source: Database.Database | undefined;
  const rows = new Map<string, number>();
  let incomplete = !survives(() => {
    source = openReadOnly(path);
  });
  const from = source;
  try {
    if (from !== undefined)
      for (const table of TABLES) {
        const carried = carryTable(from, target, table);
        rows.set(table, carried.rows);
        if (!carried.whole) incomplete = true;
      }
  } finally {
    from?.close();
  }
  if (hasBrokenLog(path)) incomplete = true;
  // Always: where a file or its log is another journal's, the trees lead past what is left of this one.
  for (const [table, found] of carryLeaves(path, target, TABLES))
    rows.set(table, (rows.get(table) ?? 0) + found);
  return {
    intents: rows.get('intent') ?? 0,
    outcomes: rows.get('outbox') ?? 0,
    others: OTHERS.reduce((sum, table) => sum + (rows.get(table) ?? 0), 0),
    incomplete,
  };
}
