import Database from 'better-sqlite3';
import type { Migration } from './migrations/all.ts';

/** What `ANALYZE` adds is nobody's. */
const OBJECTS = `SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY type, name`;

const schemaOf = (db: Database.Database): string => JSON.stringify(db.prepare(OBJECTS).raw().all());

/**
 * Which version of the journal has the schema of `db`: 0 for none at all, `null` for one that this program does not know.
 * It bears witness to the version that the header says, which a single flipped bit makes a newer one.
 */
export function versionBySchema(db: Database.Database, migrations: readonly Migration[]): number | null {
  const schema = schemaOf(db);
  const model = new Database(':memory:');
  try {
    if (schema === schemaOf(model)) return 0;
    for (const { version, sql } of migrations) {
      model.exec(sql);
      if (schema === schemaOf(model)) return version;
    }
    return null;
  } finally {
    model.close();
  }
}
