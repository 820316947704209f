import pg from 'pg';

/**
 * SQLSTATE (PostgreSQL, appendix A): too many connections; the server ends, has crashed, or is starting; a lock, a
 * statement or a pause in a transaction took longer than it may.
 */
const STATES: ReadonlySet<string | undefined> = new Set([
  ...['53300', '57P01', '57P02', '57P03'],
  ...['55P03', '57014', '25P03'],
]);
/** SQLSTATE class of connections that failed. */
const CONNECTION_CLASS = '08';
const NETWORK: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** The system calls of a socket; files have others. */
const CALLS: ReadonlySet<unknown> = new Set(['connect', 'read', 'write']);
/** How `pg` and its pool say it where there is no code. */
const SAID =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * Whether PostgreSQL could not be reached, was lost in the middle of something, or took too long. What was to be committed then may
 * have been or not: whoever asked has to ask again.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return STATES.has(error.code) || error.code?.startsWith(CONNECTION_CLASS) === true;
  if (!(error instanceof Error)) return false;
  if (SAID.test(error.message)) return true;
  return 'syscall' in error && 'code' in error && CALLS.has(error.syscall) && NETWORK.has(error.code);
}
