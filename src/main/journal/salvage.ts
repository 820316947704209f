import Database from 'better-sqlite3';
import { openReadOnly } from './inspect.ts';
import { hasBrokenLog } from './raw/pages.ts';
import { carryLeaves } from './salvage-leaves.ts';
import { isUsable, takes, Unwritable } from './takes.ts';

/** Tables worth carrying over. The slot cache is left: it only spares bytes. */
const OTHERS = ['setting', 'visit', 'pinAttempt', 'job'] as const;
const TABLES = ['intent', 'outbox', ...OTHERS] as const;
/** Rows that are probed one by one between the readable ends of a damaged table. */
const MOST_PROBES = 200_000;
/** So many in a row without a row: no page is left there that could be read, and the kiosk waits to start. */
const MOST_MISSES = 5_000;

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
 * Calls `keep` with each readable row: from the first up to the damage, from the last down to it, and
 * then each row between by its own key, which finds those whose page is whole. Returns whether all were read.
 */
function readTable(
  source: Database.Database,
  table: string,
  columns: readonly string[],
  keep: (row: Row) => void,
): boolean {
  const select = `SELECT rowid AS salvageId, ${columns.join(', ')} FROM ${table}`;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  const upward = survives(() => {
    for (const row of source.prepare<[], Row>(`${select} ORDER BY rowid`).iterate()) {
      low = row.salvageId;
      keep(row);
    }
  });
  if (upward) return true;
  survives(() => {
    for (const row of source.prepare<[], Row>(`${select} ORDER BY rowid DESC`).iterate()) {
      if (row.salvageId <= low) return;
      high = row.salvageId;
      keep(row);
    }
  });
  const from = Number.isFinite(low) ? low + 1 : 1;
  const to = Math.min(Number.isFinite(high) ? high : from + MOST_PROBES, from + MOST_PROBES);
  survives(() => {
    const one = source.prepare<[number], Row>(`${select} WHERE rowid = ?`);
    for (let id = from, misses = 0; id < to && misses < MOST_MISSES; id++) {
      misses += 1;
      survives(() => {
        const row = one.get(id);
        if (row === undefined) return;
        misses = 0;
        keep(row);
      });
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
