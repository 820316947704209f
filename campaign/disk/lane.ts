import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type FromWorker, relay } from '../progress.ts';
import { Random } from '../random.ts';
import { isWanted } from '../suite.ts';
import { emptyTally, type Tally } from '../tally.ts';
import { tried } from '../tear/metrics.ts';
import { type Reference, undisturbed } from '../tear-branch/visit.ts';
import { failingDisk, fullDisk, randomFault } from './bad-disk.ts';
import { runCase } from './branch-case.ts';
import type { Place } from './desk.ts';
import { FailingDisk } from './failing-disk.ts';

/** What a process that runs cases is asked: on standard input's place, its first argument. */
export const WorkSchema = z.object({
  run: z.object({
    seed: z.number(),
    cases: z.number(),
    only: z.number().nullable(),
    worker: z.number(),
    workers: z.number(),
  }),
  /** Where a small file system is mounted; `null`: calls are made to fail instead. */
  mounted: z.string().nullable(),
});
export type Work = z.infer<typeof WorkSchema>;

/** Bytes that are left on a disk that somebody fills up: from nothing to room for part of a visit. */
const MOST_LEFT = 160 * 1024;

function failingCase(disk: FailingDisk, random: Random, place: Place, reference: Reference) {
  const bad = failingDisk(disk, randomFault(random));
  return { what: bad.what, run: () => runCase({ place, disk: bad, reference, random, move: () => {} }) };
}

function fullCase(mounted: string, random: Random, place: Place, reference: Reference) {
  const bad = fullDisk(mounted, random.below(MOST_LEFT));
  const move = (folder: string): void => {
    const from = path.join(folder, place);
    const to = path.join(mounted, place);
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true });
    symlinkSync(to, from);
  };
  const run = async () => {
    try {
      return await runCase({ place, disk: bad, reference, random, move });
    } finally {
      for (const file of readdirSync(mounted)) rmSync(path.join(mounted, file), { recursive: true });
    }
  };
  return { what: bad.what, run };
}

/** The cases of one process, one after the other. */
async function carryOut({ run, mounted }: Work): Promise<Tally> {
  const tally = emptyTally();
  const reference = await undisturbed();
  const disk = mounted === null ? new FailingDisk() : null;
  for (let number = 0; number < run.cases; number++) {
    if (!isWanted(run, number)) continue;
    const random = new Random(run.seed, number, 8);
    const place = random.chance(0.65) ? 'kiosk' : 'server';
    const { what, run: work } =
      disk === null
        ? fullCase(mounted ?? '', random, place, reference)
        : failingCase(disk, random, place, reference);
    await tried(tally, { case: number, group: place, what }, work);
  }
  return tally;
}

const [work = ''] = process.argv.slice(2);
const post = (message: FromWorker) => process.send?.(message);
relay(post);
post({ tally: await carryOut(WorkSchema.parse(JSON.parse(work))) });
process.disconnect?.();
