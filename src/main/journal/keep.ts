import Database from 'better-sqlite3';
import { z } from 'zod';
import { IntentSchema } from './intents.ts';

/** The fresh journal cannot be written: that is no damage of the old one, which must stay in its place. */
export class Unwritable extends Error {}

/** Writes a salvaged row to the fresh journal; `false` if it is none that the table takes. */
function takes(write: () => Database.RunResult): boolean {
  try {
    return write().changes > 0;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
    throw new Unwritable('salvage', { cause: error });
  }
}

/** Tables worth carrying over. The slot cache is left: it only spares bytes. */
export const TABLES = ['intent', 'outbox', 'setting', 'visit', 'pinAttempt', 'job'] as const;
export type Table = (typeof TABLES)[number];

/** What tells rows apart, and what says that one is settled, which is for good: of two versions that one is the later. */
const ROWS: Readonly<Record<Table, { readonly key: readonly string[]; readonly settled: string | null }>> = {
  intent: { key: ['id'], settled: 'closedAt' },
  outbox: { key: ['visitId', 'revision'], settled: 'settledAt' },
  setting: { key: ['key'], settled: null },
  visit: { key: ['visitId'], settled: 'endedAt' },
  pinAttempt: { key: ['id'], settled: 'lastFailedAt' },
  job: { key: ['jobId'], settled: 'endedAt' },
};

const ColumnsSchema = z.array(
  z.object({ name: z.string(), type: z.string(), notnull: z.number(), pk: z.number() }),
);
export type Column = z.infer<typeof ColumnsSchema>[number];

/** The table's columns; none when this version of the journal has no such table. */
export const columnsOf = (db: Database.Database, table: Table): Column[] =>
  ColumnsSchema.parse(db.pragma(`table_info(${table})`));

/** The key that SQLite numbers rows by. */
export const isNumber = ({ type, pk }: Column): boolean => pk === 1 && type === 'INTEGER';

/** `salvageId` is its number in the damaged journal. */
export type Row = { readonly salvageId: number } & Readonly<Record<string, unknown>>;

/** An open write that does not say what it was to be would be in the way of its token for ever. */
const isUsable = (table: Table, row: Row): boolean =>
  table !== 'intent' || row.closedAt !== null || IntentSchema.safeParse(row).success;

/**
 * Carries rows of `table` into the fresh journal, in any order and any number of versions: of a row that was damaged, an
 * earlier version may lie on another page. `false` for what it does not take.
 */
export function keeperOf(target: Database.Database, table: Table): (row: Row) => boolean {
  const { key, settled } = ROWS[table];
  const columns = columnsOf(target, table);
  const names = columns.map(({ name }) => name);
  const isIt = key.map((name) => `${name} = @${name}`).join(' AND ');
  const has = target.prepare(`SELECT 1 FROM ${table} WHERE ${isIt}`);
  const changing = columns.filter((column) => !isNumber(column) && !key.includes(column.name));
  const settle = target.prepare(
    `UPDATE ${table} SET ${changing.map(({ name }) => `${name} = @${name}`).join(', ')} WHERE ${isIt}
     AND ${settled === null ? 'FALSE' : `${settled} IS NULL AND @${settled} IS NOT NULL`}`,
  );
  const inserting = (own: readonly string[], values: readonly string[]) =>
    target.prepare(
      `INSERT OR IGNORE INTO ${table} (${own.join(', ')}) VALUES (${values.map((name) => `@${name}`).join(', ')})`,
    );
  const insert = inserting(['rowid', ...names], ['salvageId', ...names]);
  const unnumbered = columns.filter((column) => !isNumber(column)).map(({ name }) => name);
  // Where a log of another journal was played in, its rows have taken the numbers of these.
  const insertAnew = inserting(unnumbered, unnumbered);
  // A token has one open write at a time, so an earlier one that looks open was closed since.
  const supersede =
    table === 'intent'
      ? target.prepare(
          'DELETE FROM intent WHERE tokenId = @tokenId AND closedAt IS NULL AND rowid < @salvageId',
        )
      : null;
  return (row) => {
    if (!isUsable(table, row)) return false;
    if (takes(() => settle.run(row)) || has.get(row) !== undefined) return true;
    if (row.closedAt === null) supersede?.run(row);
    return takes(() => insert.run(row)) || takes(() => insertAnew.run(row));
  };
}
