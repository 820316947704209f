import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { migrate, StoreError, type VersionKeeper } from './migrate.ts';
import { retrying } from './retrying.ts';
import type { Tables } from './schema.ts';
import type { Store } from './store.ts';

/** Held by the process that migrates; the number is arbitrary but must never change. */
const MIGRATION_LOCK = 5_243_001;
/** `int8`: it arrives as text, lest a number lose digits. Ours are safe integers by their schemas. */
const INT8 = 20;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** What one of PostgreSQL's sessions may take, in ms, lest a machine that stands still keep a token from all others. */
export interface PostgresLimits {
  /** Waiting for what another one has locked: shorter than a kiosk waits for its answer. */
  readonly lockMs: number;
  readonly statementMs: number;
  /** Between two statements of a transaction: none of ours waits for anything but the database. */
  readonly idleMs: number;
}
export const POSTGRES_LIMITS: PostgresLimits = { lockMs: 5000, statementMs: 15_000, idleMs: 15_000 };

/** `off` would lose what was acknowledged in the last instant before a power cut; the other settings only wait for more. */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;

const KEEPER: VersionKeeper = {
  types: { text: 'text', int: 'bigint', bytes: 'bytea', options: '' },
  lock: async (trx) => {
    // A large database takes its time.
    await sql`set local lock_timeout = 0`.execute(trx);
    await sql`set local statement_timeout = 0`.execute(trx);
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx);
  },
  read: async (db) => {
    // From the table, not by to_regclass: that one may answer from before another process's migration.
    const { rows } = await sql`
      select 1 from pg_catalog.pg_tables
      where tablename = 'recard_version' and schemaname = any (current_schemas(false))`.execute(db);
    if (rows.length === 0) return 0;
    const found = await sql<{ version: number }>`select version from recard_version`.execute(db);
    return found.rows[0]?.version ?? 0;
  },
  write: async (trx, version) => {
    await sql`create table if not exists recard_version (version bigint not null)`.execute(trx);
    await sql`delete from recard_version`.execute(trx);
    await sql`insert into recard_version (version) values (${version})`.execute(trx);
  },
};

const parserOf = (oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format);

const hasLost = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK);

/** `connection` is an address such as `postgres://recard@db/recard`, or `socket://` for a Unix socket. */
export async function openPostgres(connection: string, limits = POSTGRES_LIMITS): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: connection,
    max: 10,
    connectionTimeoutMillis: 5000,
    lock_timeout: limits.lockMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: limits.idleMs,
    keepAlive: true,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The same of one that breaks between two statements of a transaction, whose next statement fails.
  pool.on('connect', (client) => {
    client.on('error', () => {});
    // Before the connection is used for anything: what is acknowledged is on the disk, whatever the database's own setting.
    client.query(DURABLE).catch(() => {});
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, KEEPER);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `PostgreSQL cannot be used: ${error instanceof Error ? error.message : String(error)}. ` +
        'Check the address, that the server runs and that the user may create tables.',
    );
  }
  return {
    db,
    transact: (work) => retrying(hasLost, () => db.transaction().execute(work)),
    close: () => db.destroy(),
  };
}
