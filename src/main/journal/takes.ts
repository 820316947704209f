import Database from 'better-sqlite3';
import { IntentSchema } from './intents.ts';

/** The fresh journal cannot be written: that is no damage of the old one, which must stay in its place. */
export class Unwritable extends Error {}

/** Writes a salvaged row to the fresh journal; `false` if it is none that the table takes. */
export function takes(insert: () => Database.RunResult): boolean {
  try {
    return insert().changes > 0;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
    throw new Unwritable('salvage', { cause: error });
  }
}

/** An open write that does not say what it was to be would be in the way of its token for ever. */
export const isUsable = (table: string, row: Readonly<Record<string, unknown>>): boolean =>
  table !== 'intent' || row.closedAt !== null || IntentSchema.safeParse(row).success;
