import { disturbed, planOf, undisturbed } from './network/case.ts';
import { KINDS, type Kind } from './network/scene.ts';
import { Random } from './random.ts';
import { isWanted, type Run, type Suite } from './suite.ts';
import { count, emptyTally, type Metric, type Tally } from './tally.ts';
import { TEAR_METRICS, tried } from './tear/metrics.ts';

/** Cases wait more than they work. */
const LANES = 8;
const SUITE = 7;
const SAMPLE_MS = 20;
const MIB = 1024 * 1024;

const AGAIN: Metric = { name: 'asked-again', unit: 'count', better: 'lower', combine: 'sum' };
/** Of all lanes together, the line's own included. */
const BUFFERS: Metric = { name: 'most-buffers', unit: 'MiB', better: 'lower', combine: 'max', bar: 256 };

const kindOf = (random: Random): Kind => (random.chance(0.55) ? 'update' : random.pick(KINDS));

async function runCase(
  tally: Tally,
  { seed }: Run,
  number: number,
  reference: (kind: Kind) => Promise<unknown>,
): Promise<void> {
  const random = new Random(seed, number, SUITE);
  const kind = kindOf(random);
  const what = planOf(new Random(seed, number, SUITE, 1)).map(({ name }) => name);
  await tried(tally, { case: number, group: kind, what: `${what}:` }, async () => {
    const done = await disturbed(kind, await reference(kind), new Random(seed, number, SUITE, 1));
    count(tally, kind, AGAIN, done.again);
    return done;
  });
}

export const networkSuite: Suite = {
  name: 'network',
  help: `A whole branch whose kiosk reaches its host by a TCP proxy that does harm to the first requests: latency, dripping,
refused and reset connections before, behind and in the middle of an exchange, half-open ones, cut, stalled, endless and
foreign answers (portals, gateways, caches, no HTTP), requests that come twice, late or out of order. Then the line is
well. Held against the same journey undisturbed; then everything that was ever sent comes again in any order, and the
next visit must find nothing to do.
cuts                 requests that met with harm
asked-again          how often the person had to touch or present something again
most-buffers         bytes in buffers of the whole process, all lanes and the proxy
longest-recovery     from the last harm done to the host's confirmation`,
  cases: 500,
  parallel: true,
  metrics: [...TEAR_METRICS, AGAIN, BUFFERS],
  async run(wanted) {
    const tally = emptyTally();
    const references = new Map<Kind, Promise<unknown>>();
    const reference = (kind: Kind): Promise<unknown> => {
      const known = references.get(kind) ?? undisturbed(kind);
      references.set(kind, known);
      return known;
    };
    let most = 0;
    const sampler = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }, SAMPLE_MS);
    const numbers = Array.from({ length: wanted.cases }, (_, number) => number).filter((number) =>
      isWanted(wanted, number),
    );
    const lane = async (): Promise<void> => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift())
        await runCase(tally, wanted, number, reference);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    clearInterval(sampler);
    const [group] = Object.keys(tally.groups);
    if (group !== undefined) count(tally, group, BUFFERS, Math.ceil(most / MIB));
    return tally;
  },
};
