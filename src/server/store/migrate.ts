import { type Kysely, sql, type Transaction } from 'kysely';
import { MIGRATIONS } from './migrations/index.ts';
import type { ColumnTypes, Migration } from './migrations/migration.ts';
import type { Tables } from './schema.ts';

/** Why a store cannot be used. Its message says what to do and is meant for the operator. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** How one database keeps the number of its last migration. */
export interface VersionKeeper {
  readonly types: ColumnTypes;
  /** Makes this process the only one that migrates until the transaction ends. */
  lock(trx: Transaction<Tables>): Promise<void>;
  read(db: Kysely<Tables>): Promise<number>;
  write(trx: Transaction<Tables>, version: number): Promise<void>;
}

/**
 * Brings the database to the newest version in one transaction: all of it, or nothing.
 * A database that a newer Recard made is refused before anything in it is changed.
 */
export async function migrate(
  db: Kysely<Tables>,
  keeper: VersionKeeper,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0;
  const refuseNewer = (version: number): void => {
    if (version > newest)
      throw new StoreError(
        `The database has version ${version}, this Recard knows versions up to ${newest}. ` +
          'Start the newer Recard that wrote it, or restore a backup of before its installation. Nothing was changed.',
      );
  };
  const found = await keeper.read(db);
  refuseNewer(found);
  if (found === newest) return;
  await db.transaction().execute(async (trx) => {
    await keeper.lock(trx);
    const version = await keeper.read(trx);
    refuseNewer(version);
    for (const migration of migrations.filter((m) => m.version > version)) {
      for (const statement of migration.statements(keeper.types)) await sql.raw(statement).execute(trx);
      await keeper.write(trx, migration.version);
    }
  });
}
