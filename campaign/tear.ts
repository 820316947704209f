import { Random } from './random.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { emptyTally, type Tally } from './tally.ts';
import { type Branch, runCase } from './tear/case.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';
import { openBranch } from './tear/open-branch.ts';
import { type Planned, plan } from './tear/plan.ts';
import { groupOf } from './tear/scenario.ts';

function attempt(tally: Tally, { seed }: Run, planned: Planned, branch: Branch): Promise<boolean> {
  const { number, scenario, length, cut } = planned;
  return tried(tally, { case: number, group: groupOf(scenario), what: JSON.stringify(cut) }, () =>
    runCase(scenario, length, cut, new Random(seed, number, 2), branch),
  );
}

async function run(wanted: Run): Promise<Tally> {
  const tally = emptyTally();
  const measuring = openBranch();
  let branch = openBranch();
  for await (const planned of plan(wanted.seed, wanted.cases, measuring)) {
    if (!isWanted(wanted, planned.number)) continue;
    if (await attempt(tally, wanted, planned, branch)) continue;
    // What a failed case left in the journals must not fail the next one.
    await branch.close();
    branch = openBranch();
  }
  await branch.close();
  await measuring.close();
  return tally;
}

export const tearSuite: Suite = {
  name: 'tear',
  help: `Writes of every job to software tokens with two slots and with one, each cut at every command (before it is executed; after
it, before the answer) and at every byte of every write, the commit record included, leaving old bytes, new ones
or garbage in the torn page. In two of three cases the recovery is cut as well, in one of three the one after it.
Read, write, resume, settle, reducer and journal are the kiosk's own, the token is in process. At times the token
comes back at another kiosk, after a restart, a year later or earlier, or with a new transaction in its log.
neither-old-nor-new  a stranger's reading found another image, sequence or indicator than the old or the new one;
                     with one slot: without saying that a write is under way
needed-staff         a presentation that nothing disturbed did not end well
lost-or-doubled      transactions that are not once in image or log; updates that no kiosk tells the host of
false-success        a success that the token does not bear out
longest-recovery     of all presentations from the first cut to the end`,
  cases: 100_000,
  parallel: true,
  metrics: TEAR_METRICS,
  run,
};
