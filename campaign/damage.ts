import path from 'node:path';
import { runCase } from './damage/case.ts';
import { DAMAGES } from './damage/damages.ts';
import { Random } from './random.ts';
import { scratchFolder } from './scratch.ts';
import { isWanted, type Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';

export const damageSuite: Suite = {
  name: 'damage',
  help: `Journals of kiosks that were switched off, or died and left a log, damaged at random places: bits, pages, ranges, ends,
headers; files emptied or gone; logs lost, cut, or of another kiosk. It opens, or is set aside as it was with what is legible carried over: every open
write and every untold outcome whose pages nothing happened to. Nobody is needed for it.
cuts                 journals that were set aside
longest-recovery     of opening one`,
  cases: 3_000,
  parallel: true,
  metrics: TEAR_METRICS.filter(({ name }) => name !== 'neither-old-nor-new' && name !== 'false-success'),
  async run(wanted) {
    const tally = emptyTally();
    for (let number = 0; number < wanted.cases; number++) {
      if (!isWanted(wanted, number)) continue;
      const random = new Random(wanted.seed, number, 10);
      const damage = random.pick(DAMAGES);
      const { folder, remove } = scratchFolder('damage');
      await tried(tally, { case: number, group: damage.replaceAll(' ', '-'), what: '' }, () =>
        runCase(path.join(folder, 'case'), damage, random),
      );
      await remove();
    }
    return tally;
  },
};
