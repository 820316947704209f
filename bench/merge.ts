import { mergeImages } from '../src/shared/image/merge/merge.ts';
import { DEFAULT_RULES } from '../src/shared/image/merge/rules.ts';
import { type Figure, figure, type Measured, notRun } from './figures.ts';
import { heapOf } from './merge/heap.ts';
import { CASES, synchronized } from './merge/link.ts';
import { images, type Records, records, recordsOf } from './merge/records.ts';
import { median } from './statistics.ts';
import type { Suite } from './suite.ts';

const SUITE = 'merge';
const TODAY = '2026-11-22';
const ROUNDS = 5;
/** Recard's merges in a round: enough that the clock's grain does not count. */
const REPEATS = 10;
const WARM_UP = 40;

const measured = (figureOf: Omit<Measured, 'suite'>): Figure => figure({ suite: SUITE, ...figureOf });

function mergeWithRecard() {
  const result = mergeImages({ ...images, rules: DEFAULT_RULES, today: TODAY });
  if (result.status === 'merged') return result.content;
  throw new Error(`Conflicts: ${JSON.stringify(result.conflicts)}`);
}

/** Whether the other one came to the same records; it keeps those that Recard has to evict for want of room. */
function agree(name: string, theirs: Records): void {
  const sorted = (entry: object = {}) => JSON.stringify(Object.entries(entry).sort());
  for (const [id, entry] of Object.entries(recordsOf(mergeWithRecard())))
    if (sorted(theirs[id]) !== sorted(entry)) throw new Error(`${name} came to another ${id}`);
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of one merge; what it came to is checked if asked for. */
type Merge = (check: boolean) => Promise<number>;

async function automerge(form: 'MAPS' | 'STRINGS'): Promise<Merge> {
  const peer = await import('./merge/automerge.ts');
  const docs = peer.forked(records, peer[form]);
  return async (check) => {
    const copy = peer.cloned(docs);
    let doc = copy.first;
    const time = await timed(() => {
      doc = peer.mergeDocs(copy, records, peer[form]);
    });
    if (check) agree('Automerge', peer.recordsIn(doc, peer[form]));
    return time;
  };
}

async function pouch(): Promise<Merge> {
  const peer = await import('./merge/pouch.ts');
  return async (check) => {
    const pair = await peer.opened(records);
    let merged: Records = {};
    const time = await timed(async () => {
      merged = await peer.mergeDatabases(pair, records);
    });
    await peer.closed(pair);
    if (check) agree('PouchDB', merged);
    return time;
  };
}

const PEERS: readonly {
  readonly name: string;
  readonly bar?: number;
  readonly load: () => Promise<Merge>;
}[] = [
  { name: 'automerge', bar: 10, load: () => automerge('MAPS') },
  { name: 'automerge-strings', load: () => automerge('STRINGS') },
  { name: 'pouchdb', bar: 10, load: pouch },
];

/** A peer that is not installed leaves its figures empty and the others' as they are. */
async function load(peer: (typeof PEERS)[number]) {
  try {
    return { ...peer, merge: await peer.load(), times: [] as number[] };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    return { ...peer, missing: error.message.split('\n')[0] ?? error.code };
  }
}

async function rates(): Promise<readonly Figure[]> {
  for (let n = 0; n < WARM_UP; n++) mergeWithRecard();
  const peers = await Promise.all(PEERS.map(load));
  const own: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const repeated = await timed(() => {
      for (let n = 0; n < REPEATS; n++) mergeWithRecard();
    });
    own.push(repeated / REPEATS);
    for (const peer of peers) if ('merge' in peer) peer.times.push(await peer.merge(round === 0));
  }
  const time = median(own);
  const rate = { suite: SUITE, case: 'two-images', unit: 'merges/s', better: 'higher' } as const;
  return [
    figure({ ...rate, metric: 'rate', value: 1000 / time }),
    ...peers.flatMap((peer): Figure[] => {
      const { name, bar } = peer;
      const ratio = {
        ...rate,
        metric: `rate-of-${name}`,
        unit: 'ratio',
        ...(bar === undefined ? {} : { bar }),
      };
      if (!('merge' in peer)) return [notRun(ratio, peer.missing)];
      const theirs = median(peer.times);
      return [
        figure({ ...ratio, value: theirs / time }),
        figure({ ...rate, metric: `${name}-rate`, value: 1000 / theirs }),
      ];
    }),
  ];
}

function memory(): readonly Figure[] {
  const { inputs, peak, allocated } = heapOf(TODAY);
  const figureOf = (metric: string, value: number, unit: string, bar: { bar?: number } = {}): Figure =>
    measured({ case: 'two-images', metric, value, unit, better: 'lower', ...bar });
  return [
    figureOf('memory-of-images', peak / inputs, 'ratio', { bar: 4 }),
    figureOf('memory', peak / 1024, 'KiB'),
    figureOf('memory-allocated', allocated / 1024, 'KiB'),
    figureOf('images', inputs / 1024, 'KiB'),
  ];
}

async function differences(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, content] of Object.entries(CASES)) {
    const { onLink, different, image } = await synchronized(content, true);
    const unknown = await synchronized(content, false);
    const figureOf = (metric: string, value: number, unit: string, bar: { bar?: number } = {}): Figure =>
      measured({ case: `synchronize ${name}`, metric, value, unit, better: 'lower', ...bar });
    figures.push(
      figureOf('of-bound', onLink / Math.min(1.1 * different + 0.05 * image, unknown.onLink), 'ratio', {
        bar: 1,
      }),
      figureOf('bytes', onLink, 'bytes'),
      figureOf('bytes-that-differ', different, 'bytes'),
      figureOf('of-whole-image', onLink / unknown.onLink, 'ratio', { bar: 1 }),
    );
  }
  return figures;
}

export const mergeSuite: Suite = {
  name: SUITE,
  help: `two-images      two images of 1,000 entries each (transactions, coupons, preferences, purses, tickets), 300 of
                them in both and a third of these changed on both sides; the same records in Automerge
                (one document forked and changed on each side; records as maps, and, without a bar, each
                as one string that Automerge cannot look into) and in PouchDB (two databases in memory,
                replicated). Each merges the second side into the first and
                settles what both changed by the same rules; the results are checked to be equal. In turn,
                medians of ${ROUNDS} rounds; copying the inputs is not timed.
                rate-of-...: merges per second of Recard / of the other. Recard also writes its report
                and evicts what has no room in an image of 32 KiB; the others keep everything
                memory-of-images: what one merge holds at most beside its inputs, result and report included,
                right after a full collection at each of its steps / both images decoded in memory;
                memory-allocated has the garbage too
synchronize     a second device, whose slot has an older image, is written with the first one's by
                writeImage. of-bound: bytes of all UPDATE BINARY commands with their headers /
                the lesser of 1.1 x the bytes that differ + 5 % of the image, and the whole image written`,
  async run() {
    return [...(await rates()), ...memory(), ...(await differences())];
  },
};
