import { Random } from './random.ts';
import { isWanted, type Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';
import { disturbed, undisturbed } from './tear-branch/visit.ts';

export const tearBranchSuite: Suite = {
  name: 'tear-branch',
  help: `A token's restoring at a whole branch (reader, visit, journal, outbox, HTTP, host, image server; only the token
and its reader are in process), cut one to three times after its holder accepted. Between presentations kiosk and
server may begin anew. Held against the same visit undisturbed; the visit after it must find nothing to do.
longest-recovery     from the first return of the token to the end of its visit, restarts included`,
  cases: 300,
  parallel: true,
  metrics: TEAR_METRICS,
  async run(wanted) {
    const tally = emptyTally();
    const reference = await undisturbed();
    for (let number = 0; number < wanted.cases; number++)
      if (isWanted(wanted, number))
        await tried(tally, { case: number, group: 'update', what: '' }, () =>
          disturbed(reference, new Random(wanted.seed, number, 3)),
        );
    return tally;
  },
};
