import { concatBytes } from '../../src/shared/image/bytes.ts';
import type { Random } from '../random.ts';

const EDGES = [
  0x00, 0x01, 0x17, 0x18, 0x1b, 0x1f, 0x40, 0x5f, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xd2, 0xf6, 0xfb, 0xff,
];

type Mutation = (random: Random, bytes: Uint8Array) => Uint8Array;

const changed = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};

/** A stretch of the bytes: its beginning and its end. */
const stretch = (random: Random, { length }: Uint8Array): readonly [number, number] => {
  const from = random.below(length);
  return [from, Math.min(length, from + 1 + random.below(random.pick([1, 2, 4, 8, 64])))];
};

const MUTATIONS: readonly Mutation[] = [
  (random, bytes) => {
    const at = random.below(bytes.length);
    return changed(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
  },
  (random, bytes) => changed(bytes, random.below(bytes.length), random.pick(EDGES)),
  (random, bytes) => changed(bytes, random.below(bytes.length), random.bits() & 0xff),
  // A number of several bytes at its edges: lengths and counts are such.
  (random, bytes) => {
    const at = random.below(bytes.length);
    return bytes.slice().fill(random.pick([0x00, 0x7f, 0xff]), at, at + random.pick([2, 4, 8]));
  },
  (random, bytes) => bytes.slice(0, random.below(bytes.length)),
  (random, bytes) => concatBytes(bytes, random.bytes(1 + random.below(16))),
  (random, bytes) => {
    const [from, to] = stretch(random, bytes);
    return concatBytes(bytes.subarray(0, from), bytes.subarray(to));
  },
  (random, bytes) => {
    const [from, to] = stretch(random, bytes);
    return concatBytes(bytes.subarray(0, to), bytes.subarray(from));
  },
  (random, bytes) => {
    const at = random.below(bytes.length);
    return concatBytes(bytes.subarray(0, at), random.bytes(1 + random.below(4)), bytes.subarray(at));
  },
  (random, bytes) => {
    const [from, to] = stretch(random, bytes);
    const copy = bytes.slice();
    copy.set(bytes.subarray(from, to), random.below(bytes.length - (to - from) + 1));
    return copy;
  },
];

/** One to a few changes of the kinds that decoders trip over. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let mutated = bytes;
  for (let n = random.pick([1, 1, 1, 2, 4]); n > 0; n--)
    mutated = mutated.length === 0 ? random.bytes(4) : random.pick(MUTATIONS)(random, mutated);
  return mutated;
}
