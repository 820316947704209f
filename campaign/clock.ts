import { runCase } from './clock/case.ts';
import { Random } from './random.ts';
import { isWanted, type Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';
import { undisturbed } from './tear-branch/visit.ts';

export const clockSuite: Suite = {
  name: 'clock',
  help: `A token's restoring at a whole branch while the clocks of kiosk and host are turned, each by itself and at any step: by
minutes, hours, a year, to 1970, to where 31 and 32 bits of seconds end. Up to two writes are cut; kiosk and server may
begin anew. No wait ends because a clock was turned, or lasts longer than it should; only the host's clock says
whether a card is valid; each outcome reaches the host once.
cuts                 clocks that were turned, and writes that were cut
longest-recovery     from the end of the last visit to the last outcome at the host`,
  cases: 600,
  parallel: true,
  metrics: TEAR_METRICS,
  async run(wanted) {
    const tally = emptyTally();
    const reference = await undisturbed();
    for (let number = 0; number < wanted.cases; number++)
      if (isWanted(wanted, number))
        await tried(tally, { case: number, group: 'update', what: '' }, () =>
          runCase(reference, new Random(wanted.seed, number, 9)),
        );
    return tally;
  },
};
