import path from 'node:path';
import { scratchFolder } from './fuzz/scratch.ts';
import { runCase } from './kill-server/case.ts';
import { Random } from './random.ts';
import { isWanted, type Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';

export const killServerSuite: Suite = {
  name: 'kill-server',
  help: `A server in a process of its own, killed (SIGKILL) two to four times while terminals post transactions, and started
again on what it left. A seed fixes when it is killed, to the millisecond but no further.
needed-staff         it did not start again by itself
lost-or-doubled      transactions that it had acknowledged and does not hold, or holds twice
longest-recovery     from its start to when it listens`,
  cases: 100,
  parallel: true,
  metrics: TEAR_METRICS.filter(({ name }) => name !== 'neither-old-nor-new' && name !== 'false-success'),
  async run(wanted) {
    const tally = emptyTally();
    const { folder, remove } = scratchFolder('kill');
    for (let number = 0; number < wanted.cases; number++)
      if (isWanted(wanted, number))
        await tried(tally, { case: number, group: 'embedded', what: '' }, () =>
          runCase(path.join(folder, `${number}`), new Random(wanted.seed, number, 6)),
        );
    await remove();
    return tally;
  },
};
