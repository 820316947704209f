import path from 'node:path';
import type { Tally } from '../tally.ts';
import type { Recovered } from '../tear/case.ts';
import { tried } from '../tear/metrics.ts';
import type { Ground } from './ground.ts';
import type { Topology } from './servers.ts';
import { World } from './world.ts';

export interface Lane {
  readonly topology: Topology;
  /** Staff stand at its kiosks. */
  readonly attended: boolean;
  readonly cases: readonly number[];
  readonly groupOf: (number: number) => string;
  readonly run: (world: World, number: number) => Promise<Recovered>;
}

/** One branch, whose processes go on from case to case; after a finding it is built anew. */
export async function runLane(lane: Lane, ground: Ground, tally: Tally): Promise<void> {
  const { topology, attended, cases, groupOf, run } = lane;
  const mode = attended ? 'desk' : 'self-service';
  const open = new Set<World>();
  const begin = async (number: number): Promise<World> => {
    const world = await World.open(topology, mode, path.join(ground.folder, `${number}`), ground);
    open.add(world);
    return world;
  };
  const end = async (): Promise<void> => {
    for (const world of open) await world.close();
    open.clear();
  };
  for (const number of cases) {
    const held = await tried(tally, { case: number, group: groupOf(number), what: '' }, async () => {
      const [world = await begin(number)] = open;
      return await run(world, number);
    });
    if (!held) await end();
  }
  await end();
}

/** The branches that cases take turns at. */
const TOPOLOGIES: readonly Topology[] = ['embedded', 'split', 'embedded', 'postgres'];
export const TURNS = TOPOLOGIES.length;

/** A pair takes its turn together: one of them for each of two workers. */
export const turnOf = (number: number): number => Math.floor(number / 2);

/** Shares the cases out to one lane for each turn. */
export const lanesOf = (
  cases: readonly number[],
  work: Pick<Lane, 'run' | 'attended'> & { readonly groupOf: (topology: Topology, number: number) => string },
): readonly Lane[] =>
  TOPOLOGIES.map((topology, turn) => ({
    topology,
    attended: work.attended,
    cases: cases.filter((number) => turnOf(number) % TURNS === turn),
    groupOf: (number) => work.groupOf(topology, number),
    run: work.run,
  }));
