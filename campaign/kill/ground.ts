import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Cluster, startCluster } from '../../src/server/store/testing/postgres.ts';
import { scratchFolder } from '../scratch.ts';
import { killLibrary } from './library.ts';

/** What all branches of a run stand on. */
export interface Ground {
  readonly folder: string;
  /** kill-at-write.c, compiled. */
  readonly library: string;
  /** Of every process: what was compiled once is not compiled again each time that one is started. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts PostgreSQL when it is asked for the first time; rejects where it is not installed. */
  readonly cluster: () => Promise<Cluster>;
  readonly remove: () => Promise<void>;
}

const CACHED = ['socket-binding.ts', '../../src/main/kiosk.ts', '../../src/server/run.ts'];

async function fillCompileCache(environment: Readonly<Record<string, string>>): Promise<void> {
  const urls = CACHED.map((file) => pathToFileURL(path.join(import.meta.dirname, file)).href);
  const script = urls.map((url) => `await import('${url}');`).join('');
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...environment },
  });
}

/** Fails where there is no C compiler. */
export async function openGround(): Promise<Ground> {
  const { folder, remove } = scratchFolder('kill');
  const environment = { NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  const [library] = await Promise.all([killLibrary(folder), fillCompileCache(environment)]);
  let cluster: Promise<Cluster> | undefined;
  return {
    folder,
    library,
    environment,
    cluster: () => {
      cluster ??= startCluster();
      return cluster;
    },
    remove: async () => {
      await (await cluster)?.stop();
      await remove();
    },
  };
}
