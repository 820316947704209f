import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decodeImage, encodeImage } from '../../src/shared/image/codec.ts';
import { mergeImages } from '../../src/shared/image/merge/merge.ts';
import { DEFAULT_RULES, type MergeRules } from '../../src/shared/image/merge/rules.ts';
import { must } from '../../src/shared/testing/results.ts';
import { median } from '../statistics.ts';
import { images } from './records.ts';

export interface Heap {
  /** Bytes that both images take in memory once decoded. */
  readonly inputs: number;
  /** Bytes that one merge holds at most, its result and report included. */
  readonly peak: number;
  /** Bytes that it allocates in all, garbage included. */
  readonly allocated: number;
}

const ROUNDS = 3;
const HEAD = {
  tokenId: '0'.repeat(16),
  generation: 1,
  sequence: 1,
  capturedAt: 1_790_000_000,
  source: 'issued',
} as const;

/** What can be reached: the heap right after a full collection. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('This Node.js has no gc()');
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}

/** Rules that call `look` at every look at them: from the first step of a merge to its last one, the report. */
const watched = (look: () => void): MergeRules =>
  new Proxy(DEFAULT_RULES, {
    get: (rules, name, receiver) => {
      look();
      return Reflect.get(rules, name, receiver);
    },
  });

/**
 * What a merge takes in memory. A collection at every look at the rules leaves what is held there; the largest of
 * these and of what is held at the end is the peak.
 */
export function heapOf(today: string): Heap {
  const reachable = collector();
  const encoded = [images.first, images.second].map((image) => encodeImage({ ...HEAD, ...image }));
  const inputs = (): number => {
    const before = reachable();
    const decoded = encoded.map((bytes) => must(decodeImage(bytes)));
    const held = reachable() - before;
    return decoded.length === 2 ? held : Number.NaN;
  };
  const peak = (): number => {
    let most = 0;
    const before = reachable();
    const look = () => {
      most = Math.max(most, reachable() - before);
    };
    const result = mergeImages({ ...images, rules: watched(look), today });
    look();
    return result.status === 'merged' ? most : Number.NaN;
  };
  const allocated = (): number => {
    const before = reachable();
    const result = mergeImages({ ...images, rules: DEFAULT_RULES, today });
    const after = process.memoryUsage().heapUsed;
    return result.status === 'merged' ? after - before : Number.NaN;
  };
  const medianOf = (measure: () => number): number => median(Array.from({ length: ROUNDS }, measure));
  return { inputs: medianOf(inputs), peak: medianOf(peak), allocated: medianOf(allocated) };
}
