import { runCase, slotsOf } from './kill/case.ts';
import { type Ground, openGround } from './kill/ground.ts';
import { jobOf, runJobCase } from './kill/job-case.ts';
import { type Lane, lanesOf, runLane } from './kill/lane.ts';
import { Random } from './random.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { emptyTally, type Tally } from './tally.ts';
import { TEAR_METRICS } from './tear/metrics.ts';

async function runAll(wanted: Run, lanes: (cases: readonly number[]) => readonly Lane[]): Promise<Tally> {
  const tally = emptyTally();
  const cases = Array.from({ length: wanted.cases }, (_, number) => number).filter((number) =>
    isWanted(wanted, number),
  );
  let ground: Ground;
  try {
    ground = await openGround();
  } catch (error) {
    return { ...tally, obstacle: `kill-at-write.c was not compiled: ${String(error)}` };
  }
  await Promise.all(lanes(cases).map((lane) => runLane(lane, ground, tally)));
  await ground.remove();
  return tally;
}

export const killSuite: Suite = {
  name: 'kill',
  help: `Two kiosks and the servers, each in processes of their own, of which one to three are killed (SIGKILL) in a visit: a kiosk's
main process and the servers before, after and in the middle of a write to their database; main, card process,
host and image server before and after a request, main, card process and host before and after a command to the
token. Later kills meet the recovery from the one before. The token, which outlives them all, stays where it is, is
lifted and put back, or is carried to the other kiosk, whose journal knows nothing. The servers run in one process, in
two on SQLite, and in two on PostgreSQL.
cuts                 processes that were killed
longest-recovery     from the first kill of a visit to its end, restarts included`,
  cases: 2_000,
  parallel: true,
  metrics: TEAR_METRICS,
  run: (wanted) =>
    runAll(wanted, (cases) =>
      lanesOf(cases, {
        attended: false,
        groupOf: (topology, number) => (slotsOf(number) === 1 ? `${topology} one-slot` : topology),
        run: (world, number) => runCase(world, number, new Random(wanted.seed, number, 7)),
      }),
    ),
};

export const killJobsSuite: Suite = {
  name: 'kill-jobs',
  help: `The same kills while staff synchronize or merge two devices, or replace a lost one, at a desk with two readers. They begin the job
anew, here or at the other kiosk, until the devices hold what they must.
cuts                 processes that were killed
longest-recovery     from the first kill to the end of the job, whatever was begun anew included`,
  cases: 600,
  parallel: true,
  metrics: TEAR_METRICS,
  run: (wanted) =>
    runAll(wanted, (cases) =>
      lanesOf(cases, {
        attended: true,
        groupOf: (topology, number) => `${topology} ${jobOf(number)}`,
        run: (world, number) => runJobCase(world, number, new Random(wanted.seed, number, 8)),
      }),
    ),
};
