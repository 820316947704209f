import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { FromWorker } from '../progress.ts';
import { scratchFolder } from '../scratch.ts';
import type { Run } from '../suite.ts';
import { joined, type Metric, type Tally, tellNews } from '../tally.ts';
import { failingDiskEnvironment } from './failing-disk.ts';
import type { Work } from './lane.ts';

const LANE = path.join(import.meta.dirname, 'lane.ts');
/** Cases wait more than they work, so a processor carries several. */
const LANES = 3;
const CASES_OF_A_LANE = 10;
/** Room for a branch's databases and their logs. */
const DISK_MIB = 16;

export type Disk =
  | { readonly kind: 'failing'; readonly library: string }
  /** Needs leave to mount. */
  | { readonly kind: 'small'; readonly unshare: readonly string[] };

async function inLane(run: Run, disk: Disk): Promise<Tally> {
  const { folder, remove } = scratchFolder('disk');
  const work: Work = { run, mounted: disk.kind === 'small' ? folder : null };
  const lane = [process.execPath, LANE, JSON.stringify(work)];
  const mount = `mount -t tmpfs -o size=${DISK_MIB}m tmpfs "$0" && exec "$@"`;
  const [program = '', ...rest] =
    disk.kind === 'small' ? ['unshare', ...disk.unshare, 'sh', '-c', mount, folder, ...lane] : lane;
  const control = path.join(folder, 'control');
  const environment = disk.kind === 'small' ? {} : failingDiskEnvironment(disk.library, control);
  const child = spawn(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  let tally: Tally | undefined;
  child.on('message', (message) => {
    // It comes from our own process, made by the same code.
    const from = message as FromWorker;
    if ('news' in from) tellNews(from.news);
    else tally = from.tally;
  });
  const [code] = await once(child, 'close');
  await remove();
  if (tally === undefined) throw new Error(`A lane ended with ${code} before it had counted`);
  return tally;
}

/** Carries out cases in processes that have a bad disk. */
export async function inLanes(run: Run, disk: Disk, metrics: readonly Metric[]): Promise<Tally> {
  const mine = Math.ceil(run.cases / run.workers);
  const lanes = run.only === null ? Math.min(LANES, Math.ceil(mine / CASES_OF_A_LANE)) : 1;
  const parts = Array.from({ length: lanes }, (_, lane) => ({
    ...run,
    worker: run.worker + lane * run.workers,
    workers: run.workers * lanes,
  }));
  return joined(await Promise.all(parts.map((part) => inLane(part, disk))), metrics);
}
