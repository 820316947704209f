import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

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

/** PostgreSQL refuses to run as root: there it runs as the user that Debian's package makes for it. */
const asServer = (command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
    : [command, [...args]];

export interface Cluster {
  /** Makes an empty database and returns its address. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

async function untilReady(server: ChildProcess, address: string): Promise<void> {
  for (;;) {
    if (server.exitCode !== null)
      throw new Error(`PostgreSQL ended with ${server.exitCode} before it was ready.`);
    const client = new pg.Client({ connectionString: address });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // Not listening yet: its socket appears within a second or two.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
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
  const [postgres, args] = asServer(join(bin, 'postgres'), ['-D', data, '-k', folder, '-h', '', '-F']);
  const server = spawn(postgres, args, { cwd: folder, stdio: 'ignore' });
  const address = (database: string) => `socket://recard@${folder}?db=${database}`;
  await untilReady(server, address('postgres'));
  let made = 0;
  return {
    async database() {
      made += 1;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database recard_${made}`);
      await client.end();
      return address(`recard_${made}`);
    },
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
