import pg from 'pg';

/** SQLSTATE: too many connections, and the server ends, has crashed, or is starting (PostgreSQL, appendix A). */
const STATES: ReadonlySet<string | undefined> = new Set(['53300', '57P01', '57P02', '57P03']);
/** SQLSTATE class of connections that failed. */
const CONNECTION_CLASS = '08';
const NETWORK: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** The system calls of a socket; files have others. */
const CALLS: ReadonlySet<unknown> = new Set(['connect', 'read', 'write']);
/** How `pg` and its pool say it where there is no code. */
const SAID =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * Whether PostgreSQL could not be reached, or was lost in the middle of something. What was to be committed then may
 * have been or not: whoever asked has to ask again.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError)
    return STATES.has(error.code) || error.code?.startsWith(CONNECTION_CLASS) === true;
  if (!(error instanceof Error)) return false;
  if (SAID.test(error.message)) return true;
  return 'syscall' in error && 'code' in error && CALLS.has(error.syscall) && NETWORK.has(error.code);
}
