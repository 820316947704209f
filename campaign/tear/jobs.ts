import type { UpdateReason } from '../../src/shared/contract/host.ts';
import { applyTransactions } from '../../src/shared/image/apply.ts';
import { mergeRecent, watermarkOf } from '../../src/shared/image/canonical.ts';
import { mergeImages } from '../../src/shared/image/merge/merge.ts';
import { DEFAULT_RULES } from '../../src/shared/image/merge/rules.ts';
import type { CardImage, Transaction } from '../../src/shared/image/model.ts';
import { SAMPLE } from '../../src/shared/testing/sample-image.ts';
import type { Random } from '../random.ts';

/** What a job finds: the image that the token carries, and what of its log the new image takes in. */
export interface Material {
  readonly random: Random;
  readonly carried: CardImage;
  readonly included: readonly Transaction[];
}

/** The image before, `null` for a token that has none yet, and the image that the job writes. */
export interface Pair {
  readonly before: CardImage | null;
  readonly after: CardImage;
}

export interface Job {
  readonly reason: UpdateReason;
  readonly pair: (material: Material) => Pair;
}

/** An image of a few hundred bytes to about two thousand. */
export const someImage = (random: Random, head: Pick<CardImage, 'tokenId' | 'sequence'>): CardImage => {
  const cells = SAMPLE.cells.map((cell) => {
    if (cell.kind === 'points')
      return { ...cell, payload: { ...cell.payload, balance: random.below(100_000) } };
    return cell.kind === 'opaque' ? { ...cell, payload: { bytes: random.bytes(random.below(700)) } } : cell;
  });
  return { ...SAMPLE, ...head, cells };
};

/** The image with the transactions applied, as the image server brings a backup up to date. */
function upToDate(image: CardImage, transactions: readonly Transaction[]): CardImage {
  const { cells, applied, problems } = applyTransactions(image.cells, transactions, new Map());
  if (problems.length > 0) throw new Error(`A transaction does not fit: ${problems[0]?.problem}`);
  const all = mergeRecent(image.transactions, applied);
  return { ...image, cells: [...cells], transactions: all, watermark: watermarkOf([image.watermark], all) };
}

const next = (random: Random, { carried }: Material, content: Omit<CardImage, 'sequence'>): CardImage => ({
  ...content,
  sequence: carried.sequence + random.between(1, 3),
});

/** The content of another device, under the head of this one. */
const ofAnother = (material: Material): CardImage =>
  next(material.random, material, someImage(material.random, material.carried));

function mergedWithAnother(material: Material): CardImage {
  const { carried, included, random } = material;
  const bought = (counter: number): Transaction => ({
    terminal: 'CAF-0009',
    counter,
    at: 1_790_100_000 + counter,
    programme: 'MARKET',
    action: 'earn',
    amount: random.between(1, 500),
  });
  const result = mergeImages({
    base: carried,
    first: upToDate(carried, [bought(1), bought(2)]),
    second: upToDate(carried, included),
    rules: DEFAULT_RULES,
    today: '2026-11-22',
  });
  if (result.status !== 'merged') throw new Error('Two copies of one image conflict');
  return next(random, material, { ...carried, ...result.content, source: 'merged' });
}

/** Every job that writes a token: the machinery is one, the images differ. */
export const JOBS: Readonly<Record<'update' | 'synchronize' | 'replace' | 'merge', Job>> = {
  update: {
    reason: 'request-pending',
    pair: (material) => ({
      before: material.carried,
      after: next(material.random, material, upToDate(material.carried, material.included)),
    }),
  },
  synchronize: {
    reason: 'synchronize',
    pair: (material) => ({ before: material.carried, after: ofAnother(material) }),
  },
  replace: { reason: 'replace', pair: (material) => ({ before: null, after: ofAnother(material) }) },
  merge: {
    reason: 'merge',
    pair: (material) => ({ before: material.carried, after: mergedWithAnother(material) }),
  },
};
export type JobName = keyof typeof JOBS;
export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[];
