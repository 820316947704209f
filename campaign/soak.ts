import { Random } from './random.ts';
import {
  CUTS,
  noteGrowth,
  OUTAGES,
  RECOVERY,
  REOPENINGS,
  SOAK_METRICS,
  sample,
  TURNS,
  VISITS,
} from './soak/metrics.ts';
import { settleAll } from './soak/settle.ts';
import { World } from './soak/world.ts';
import { Gauge } from './stand/gauge.ts';
import type { Run, Suite } from './suite.ts';
import { addFinding, count, countCase, emptyTally, type Tally } from './tally.ts';
import { Broken } from './tear/broken.ts';

/** So many samples, if the run is long enough for them. */
const SAMPLES = 40;
const LEAST_BETWEEN = 50;
/** A world in which so much is wrong has nothing more to say. */
const MOST_FINDINGS = 20;

const finding = (number: number, error: unknown): Tally['findings'][number] => ({
  case: number,
  group: VISITS,
  metric: error instanceof Broken ? error.metric : 'unexpected',
  detail: error instanceof Error ? error.message : String(error),
});

async function soak({ seed, cases }: Run): Promise<Tally> {
  const tally = emptyTally();
  const gauge = new Gauge();
  const world = await World.open(cases);
  const every = Math.max(LEAST_BETWEEN, Math.floor(cases / SAMPLES));
  for (let number = 0; number < cases && tally.findings.length < MOST_FINDINGS; number++) {
    countCase(tally, VISITS);
    try {
      const { turn, cuts, recoveryMs } = await world.turn(new Random(seed, number, 9));
      count(tally, VISITS, TURNS[turn]);
      count(tally, VISITS, CUTS, cuts);
      count(tally, VISITS, RECOVERY, recoveryMs);
    } catch (error) {
      addFinding(tally, finding(number, error));
      await world.recover();
    }
    if (number % every === 0 && world.branch.online) gauge.add(number / 1000, await sample(world));
  }
  await settleAll(world, (error) => addFinding(tally, finding(cases - 1, error)));
  count(tally, VISITS, OUTAGES, world.outages);
  count(tally, VISITS, REOPENINGS, world.reopenings);
  noteGrowth(tally, gauge, cases);
  await world.branch.close();
  return tally;
}

export const soakSuite: Suite = {
  name: 'soak',
  help: `One kiosk (journal on disk, two readers for software tokens) and its server in a process of its own serve one visit after
the other: cards and phones, with two slots and with one. Terminals post transactions or leave them on the token, some do
both; offers are declined, tokens taken and torn in mid-read and mid-write, silent, refused, lost and replaced; pairs are
synchronized and merged; the host goes away, the kiosk is opened again. The plainest ledger is kept beside them: tokens
are held against it as they go, and all of them, with the host's ledger, at the end. All comes from the seed, and each
visit from those before it: a replay begins at the first one.
slopes               what is held after garbage collection, by least squares over the second half, per 1,000 visits; of
                     the journal, which keeps 90 days, and of the server, whose tables grow, only for information, and so of
                     all in a run of fewer than 5,000 visits
histories-cut        merges that only a person could settle, because the images' lists had no room for all that came
longest-recovery     from a token's first removal in mid-write to its visit's end`,
  cases: 10_000,
  parallel: false,
  metrics: SOAK_METRICS,
  run: soak,
};
