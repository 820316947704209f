import { execFile } from 'node:child_process';
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

/** A real cluster of its own in a temporary folder, reached by its Unix socket only. */
export async function startCluster(): Promise<Cluster> {
  const bin = binaries();
  const folder = await mkdtemp(join(tmpdir(), 'recard-pg-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const [initdb, initArgs] = asServer(join(bin, 'initdb'), ['-D', data, '-U', 'recard', '-A', 'trust', '-N']);
  await run(initdb, initArgs, { cwd: folder });
  const control = async (...args: readonly string[]): Promise<void> => {
    const [command, all] = asServer(join(bin, 'pg_ctl'), ['-D', data, '-w', '-s', ...args]);
    await run(command, all, { cwd: folder });
  };
  await control('start', '-l', join(folder, 'log'), '-o', `-k ${folder} -h '' -F`);
  const address = (database: string) => `socket://recard@${folder}?db=${database}`;
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
      await control('stop', '-m', 'fast');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
