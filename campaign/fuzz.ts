import { apdu } from './fuzz/apdu.ts';
import { configuration } from './fuzz/configuration.ts';
import { efFiles } from './fuzz/ef-files.ts';
import { hostApi } from './fuzz/host-api.ts';
import { imageCodec } from './fuzz/image-codec.ts';
import { ipc } from './fuzz/ipc.ts';
import { journalFile } from './fuzz/journal.ts';
import { Harmed, type OpenSurface, type Surface } from './fuzz/surface.ts';
import { Random } from './random.ts';
import { isWanted, type Suite } from './suite.ts';
import { addFinding, count, countCase, emptyTally, type Metric, type Tally } from './tally.ts';

export const SURFACES: readonly Surface[] = [
  imageCodec,
  efFiles,
  ipc,
  configuration,
  apdu,
  hostApi,
  journalFile,
];

const never = (name: string): Metric => ({ name, unit: 'count', better: 'lower', combine: 'sum', bar: 0 });
const ACCEPTED: Metric = { name: 'accepted', unit: 'count', better: 'higher', combine: 'sum' };
const LONGEST: Metric = { name: 'longest', unit: 'ms', better: 'lower', combine: 'max' };
/** An input that takes longer hangs. */
const HANGS_MS = 10_000;

function surfaceOf(random: Random): Surface {
  let place = random.below(SURFACES.reduce((sum, { share }) => sum + share, 0));
  for (const surface of SURFACES) {
    place -= surface.share;
    if (place < 0) return surface;
  }
  throw new RangeError('No surface');
}

async function attempt(tally: Tally, number: number, name: string, open: OpenSurface, random: Random) {
  countCase(tally, name);
  const begun = performance.now();
  try {
    if ((await open.input(random)) === 'accepted') count(tally, name, ACCEPTED);
    const took = performance.now() - begun;
    count(tally, name, LONGEST, took);
    if (took > HANGS_MS) throw new Harmed('hangs', `it took ${Math.round(took)} ms`);
  } catch (error) {
    const metric = error instanceof Harmed ? error.harm : 'crashes';
    const detail = error instanceof Harmed ? error.message : ((error as Error).stack ?? String(error));
    addFinding(tally, { case: number, group: name, metric, detail });
  }
}

export const fuzzSuite: Suite = {
  name: 'fuzz',
  help: `Inputs made from valid ones by changes of their bytes and of their values, with checksums and signatures made right
again, to everything that takes input from outside. An input is accepted or refused: no crash, no hang, no effect
of one that was refused, and what is accepted is what it says. The host begins anew every 100 of its requests, so
a finding there may need those before it.`,
  cases: 1_000_000,
  parallel: true,
  metrics: [never('crashes'), never('hangs'), never('effects'), never('wrong-answers'), ACCEPTED, LONGEST],
  async run(wanted) {
    const tally = emptyTally();
    const open = new Map<Surface, OpenSurface>();
    for (let number = 0; number < wanted.cases; number++) {
      if (!isWanted(wanted, number)) continue;
      const random = new Random(wanted.seed, number, 4);
      const surface = surfaceOf(random);
      const opened = open.get(surface) ?? (await surface.open());
      open.set(surface, opened);
      await attempt(tally, number, surface.name, opened, random);
    }
    for (const surface of open.values()) await surface.close();
    return tally;
  },
};
