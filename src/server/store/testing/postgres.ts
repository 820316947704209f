import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';

const run = promisify(execFile);

const MISSING =
  'PostgreSQL is not installed, and the servers are tested on it. On Debian: apt-get install postgresql ' +
  '(npm test does so itself where it may).';

function binaries(): string {
  const found = globSync('/usr/lib/postgresql/*/bin').filter((dir) => existsSync(join(dir, 'initdb')));
  const newest = found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) throw new Error(MISSING);
  return newest;
}

/** For how often, and after how long, it is started or asked again. */
const ATTEMPTS = 100;
const AGAIN_MS = 20;

/** PostgreSQL refuses to run as root: there it runs as the user that Debian's package makes for it. */
const asServer = (command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
    : [command, [...args]];

/** The processes that the process has started, by their ids. Linux tells. */
async function childrenOf(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return listed.split(' ').filter(Boolean).map(Number);
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export interface Cluster {
  /** Makes an empty database and returns its address. */
  database(): Promise<string>;
  /** Kills every process of it (SIGKILL), as power loss would end them. */
  kill(): Promise<void>;
  /** Kills one process that serves a connection to the database: PostgreSQL then ends all the others and recovers. */
  killBackend(address: string): Promise<void>;
  /** Starts it again on what it left. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function query(address: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: address });
  // A server that is killed ends its connections, those of this client too.
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Asks until the server answers; fails once it has ended. */
async function untilItAnswers(address: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const trouble = await query(address, 'select 1').then(
      () => undefined,
      (error: unknown) => error,
    );
    if (trouble === undefined) return;
    if (hasEnded())
      throw new Error('PostgreSQL ended instead of answering; see its log.', { cause: trouble });
    await delay(AGAIN_MS);
  }
}

/** A real cluster of its own in a temporary folder, reached by its Unix socket only. */
export async function startCluster(): Promise<Cluster> {
  const bin = binaries();
  const folder = await mkdtemp(join(tmpdir(), 'recard-pg-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const [initdb, initArgs] = asServer(join(bin, 'initdb'), ['-D', data, '-U', 'recard', '-A', 'trust', '-N']);
  await run(initdb, initArgs, { cwd: folder });
  const address = (database: string) => `socket://recard@${folder}?db=${database}`;
  // A child of this process, which therefore learns of its end: one that was killed is gone at once.
  const launch = async () => {
    const [command, args] = asServer(join(bin, 'postgres'), ['-D', data, '-k', folder, '-h', '', '-F']);
    const log = await open(join(folder, 'log'), 'a');
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', log.fd, log.fd] });
    const ended = once(child, 'exit');
    await log.close();
    await untilItAnswers(address('postgres'), () => child.exitCode !== null || child.signalCode !== null);
    return { child, ended };
  };
  let server = await launch();
  let made = 0;
  return {
    async database() {
      made += 1;
      await query(address('postgres'), `create database recard_${made}`);
      return address(`recard_${made}`);
    },
    async kill() {
      const { pid } = server.child;
      if (pid === undefined) throw new Error('PostgreSQL has not been started.');
      for (const one of [pid, ...(await childrenOf(pid))]) killAtOnce(one);
      await server.ended;
    },
    async killBackend(database) {
      const rows = z
        .array(z.object({ pid: z.number() }))
        .parse(
          await query(
            database,
            'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          ),
        );
      const [backend] = rows;
      if (backend === undefined) throw new Error('Nobody is connected to the database.');
      killAtOnce(backend.pid);
    },
    async start() {
      // It refuses while a process of the killed one is not quite gone and holds the memory that they shared.
      for (let attempt = 1; ; attempt++) {
        try {
          server = await launch();
          return;
        } catch (error) {
          if (attempt === ATTEMPTS) throw error;
          await delay(AGAIN_MS);
        }
      }
    },
    async stop() {
      // What its documentation calls fast: connections are ended, what was committed is kept.
      server.child.kill('SIGINT');
      await server.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
