import path from 'node:path';
import { lockVirtualReader } from '../scripts/pcscd/lock.ts';
import { ensurePcscd, pcscdObstacle, VIRTUAL_READERS } from '../scripts/pcscd/service.ts';
import { nodeCardProcesses } from '../src/main/reader/card-process/spawn-node.ts';
import type { ReaderPort } from '../src/main/reader/port.ts';
import { superviseReaders } from '../src/main/reader/supervisor.ts';
import { Random } from './random.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { emptyTally, type Tally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';
import { openBranch } from './tear/open-branch.ts';
import { type Planned, plan } from './tear/plan.ts';
import { groupOf } from './tear/scenario.ts';
import { runCase } from './tear-pcscd/case.ts';
import { Lane } from './tear-pcscd/lane.ts';

const CARD_PROCESS = path.resolve(import.meta.dirname, '../src/main/reader/card-process/entry.ts');

async function planned(wanted: Run): Promise<readonly Planned[]> {
  const measuring = openBranch();
  const cases: Planned[] = [];
  for await (const each of plan(wanted.seed, wanted.cases, measuring))
    if (isWanted(wanted, each.number)) cases.push(each);
  await measuring.close();
  return cases;
}

/** A reader takes one case after the other; a branch of its own keeps what it leaves open apart. */
async function serve(tally: Tally, seed: number, cases: Iterator<Planned>, lane: Lane): Promise<void> {
  let branch = openBranch();
  for (let next = cases.next(); next.done !== true; next = cases.next()) {
    const each = next.value;
    const about = { case: each.number, group: groupOf(each.scenario), what: JSON.stringify(each.cut) };
    const random = new Random(seed, each.number, 5);
    if (await tried(tally, about, () => runCase(each, random, branch, lane))) continue;
    await branch.close();
    branch = openBranch();
  }
  await branch.close();
}

async function carryOut(wanted: Run, readers: ReaderPort): Promise<Tally> {
  const tally = emptyTally();
  const cases = (await planned(wanted)).values();
  const lanes = VIRTUAL_READERS.map((each) => new Lane(readers, each));
  readers.start();
  await Promise.all(lanes.map((lane) => serve(tally, wanted.seed, cases, lane)));
  await readers.stop();
  return tally;
}

export const tearPcscdSuite: Suite = {
  name: 'tear-pcscd',
  help: `The cuts of the suite tear, a sample of them, through real PC/SC: pcscd, vpcd's two virtual readers, the card process
and the reader supervisor. The token is put in, pulled by the cut, put back, read as a stranger would, and presented
again; one recovery in four is cut as well. Starts pcscd where none runs; it needs root and vsmartcard-vpcd.
longest-recovery     from the token's return to its next removal, pcscd's polling included`,
  cases: 500,
  parallel: false,
  metrics: TEAR_METRICS,
  async run(wanted) {
    const obstacle = await pcscdObstacle();
    if (obstacle !== undefined) return { ...emptyTally(), obstacle };
    const unlock = await lockVirtualReader();
    const pcscd = await ensurePcscd();
    try {
      return await carryOut(wanted, superviseReaders({ spawnCardProcess: nodeCardProcesses(CARD_PROCESS) }));
    } finally {
      await pcscd.stop();
      await unlock();
    }
  },
};
