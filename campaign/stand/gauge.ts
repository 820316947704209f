import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

setFlagsFromString('--expose-gc');
const collectGarbage = z.function({ output: z.void() }).implement(runInNewContext('gc'));

const MIB = 2 ** 20;

/** What a process holds at one moment: memory in MiB, all else counted. */
export interface Sample {
  /** What the program's objects take. What V8 compiles grows for as long as it finds something to make faster. */
  readonly heap: number;
  readonly rss: number;
  readonly fds: number;
  readonly handles: number;
  readonly [name: string]: number;
}

/** The whole process's memory in MiB, as Linux counts it; of one that has ended 0. */
export function rssOf(pid: number | 'self'): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

/** Bytes of a file and of what SQLite keeps beside it, in MiB. */
export const sizeOf = (file: string): number =>
  ['', '-wal'].reduce((sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0), 0) /
  MIB;

const OF_CODE = /^(code|trusted|read_only|shared)/;
const objects = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name }) => !OF_CODE.test(space_name))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);

/** This process, once what nobody holds any more has been collected. */
export async function sampleSelf(): Promise<Sample> {
  collectGarbage();
  // What is told of a collected object may let go of others.
  await setImmediate();
  collectGarbage();
  return {
    heap: objects() / MIB,
    rss: rssOf('self'),
    fds: readdirSync('/proc/self/fd').length,
    handles: process.getActiveResourcesInfo().length,
  };
}

/** Samples along a run, and how they rise. */
export class Gauge {
  readonly #samples: { readonly at: number; readonly sample: Readonly<Record<string, number>> }[] = [];

  add(at: number, sample: Readonly<Record<string, number>>): void {
    this.#samples.push({ at, sample });
  }

  max(name: string): number {
    return Math.max(0, ...this.#samples.map(({ sample }) => sample[name] ?? 0));
  }

  /** By how much `name` rises from one to the next, by least squares over the second half of the run. */
  slope(name: string): number {
    const half = this.#samples.slice(Math.floor(this.#samples.length / 2));
    const n = half.length;
    if (n < 2) return 0;
    const points = half.map(({ at, sample }) => ({ x: at, y: sample[name] ?? 0 }));
    const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
    const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
    const over = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
    return over / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  }
}
