import path from 'node:path';
import { type Cluster, startCluster } from '../src/server/store/testing/postgres.ts';
import { runCase } from './kill-server/case.ts';
import { runDatabaseCase } from './kill-server/database-case.ts';
import { Random } from './random.ts';
import { scratchFolder } from './scratch.ts';
import { isWanted, type Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';

/** One case of so many is about the database of a server that itself lives on. */
const OF_DATABASE = 5;
const isOfDatabase = (number: number): boolean => number % OF_DATABASE === OF_DATABASE - 1;

export const killServerSuite: Suite = {
  name: 'kill-server',
  help: `A server in a process of its own, killed (SIGKILL) two to four times while terminals post transactions, and started
again on what it left. In every fifth case it is PostgreSQL that is killed, whole or one of its processes, while the server
stays. A seed fixes when that happens, to the millisecond but no further.
needed-staff         it did not start again by itself
lost-or-doubled      transactions that it had acknowledged and does not hold, or holds twice
unexpected           among others: without its database it ended, or answered anything but that
longest-recovery     from its start to when it listens; from the database's to when the next transaction is acknowledged`,
  cases: 100,
  parallel: true,
  metrics: TEAR_METRICS.filter(({ name }) => name !== 'neither-old-nor-new' && name !== 'false-success'),
  async run(wanted) {
    const tally = emptyTally();
    const { folder, remove } = scratchFolder('kill');
    let cluster: Cluster | undefined;
    for (let number = 0; number < wanted.cases; number++) {
      if (!isWanted(wanted, number)) continue;
      const own = path.join(folder, `${number}`);
      const random = new Random(wanted.seed, number, 6);
      if (!isOfDatabase(number)) {
        await tried(tally, { case: number, group: 'embedded', what: '' }, () => runCase(own, random));
        continue;
      }
      const isWhole = await tried(tally, { case: number, group: 'postgres', what: '' }, async () => {
        cluster ??= await startCluster();
        return await runDatabaseCase(own, cluster, random);
      });
      if (isWhole) continue;
      // It may have been left killed, which is not the next case's business.
      await cluster?.stop();
      cluster = undefined;
    }
    await cluster?.stop();
    await remove();
    return tally;
  },
};
