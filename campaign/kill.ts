import path from 'node:path';
import { groupOf, LANES, type Planned, planned, runCase } from './kill/case.ts';
import { type Ground, openGround } from './kill/ground.ts';
import type { Topology } from './kill/servers.ts';
import { World } from './kill/world.ts';
import { Random } from './random.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { emptyTally, type Tally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';

/** One branch, whose processes go on from case to case; after a finding it is built anew. */
async function runLane(
  topology: Topology,
  cases: readonly Planned[],
  ground: Ground,
  { seed, tally }: { readonly seed: number; readonly tally: Tally },
): Promise<void> {
  const open = new Set<World>();
  const begin = async (number: number): Promise<World> => {
    const world = await World.open(topology, path.join(ground.folder, `${number}`), ground);
    open.add(world);
    return world;
  };
  const end = async (): Promise<void> => {
    for (const world of open) await world.close();
    open.clear();
  };
  for (const one of cases) {
    const { number } = one;
    const held = await tried(tally, { case: number, group: groupOf(topology, one), what: '' }, async () => {
      const [world = await begin(number)] = open;
      return await runCase(world, one, new Random(seed, number, 7));
    });
    if (!held) await end();
  }
  await end();
}

const casesOf = (run: Run): readonly Planned[] =>
  Array.from({ length: run.cases }, (_, number) => planned(number)).filter(({ number }) =>
    isWanted(run, number),
  );

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
  async run(wanted) {
    const tally = emptyTally();
    const cases = casesOf(wanted);
    let ground: Ground;
    try {
      ground = await openGround();
    } catch (error) {
      return { ...tally, obstacle: `kill-at-write.c was not compiled: ${String(error)}` };
    }
    const own = { seed: wanted.seed, tally };
    await Promise.all(
      LANES.map((topology, lane) =>
        runLane(
          topology,
          cases.filter((one) => one.lane === lane),
          ground,
          own,
        ),
      ),
    );
    await ground.remove();
    return tally;
  },
};
