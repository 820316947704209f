import fc from 'fast-check';
import { byTime, sortCells, transactionKey, watermarkOf } from '../canonical.ts';
import { encodeImage } from '../codec.ts';
import type { Cell, Transaction } from '../model.ts';
import { type MergeInput, type MergeResult, mergeImages } from './merge.ts';
import { DEFAULT_RULES, type MergeRules } from './rules.ts';
import type { ImageContent } from './state.ts';

export const TODAY = '2026-11-22';
const head = { owner: 'owner', version: 1 };

export const image = (over: Partial<ImageContent> = {}): ImageContent => ({
  format: 1,
  accountRef: 'ACC-1',
  issuer: 'HARBOUR',
  watermark: watermarkOf([], over.transactions ?? []),
  cells: [],
  transactions: [],
  ...over,
});

/** All cases in which nothing was cut, unless a test says how long lists are. */
export const rulesFor = (listsAtLeast: number, clocksWithin = 0): MergeRules => ({
  ...DEFAULT_RULES,
  history: { listsAtLeast, clocksWithin },
});

export const merge = (
  first: ImageContent,
  second: ImageContent,
  over: Partial<MergeInput> = {},
): MergeResult => mergeImages({ first, second, rules: DEFAULT_RULES, today: TODAY, ...over });

export function merged(result: MergeResult): ImageContent {
  if (result.status === 'merged') return result.content;
  throw new Error(`Conflicts: ${JSON.stringify(result.conflicts)}`);
}

/** The bytes that the content is on a token, under one head. */
export const bytesOf = (content: ImageContent): Uint8Array =>
  encodeImage({
    ...content,
    tokenId: '9280041200004417',
    generation: 1,
    sequence: 1,
    capturedAt: 1,
    source: 'merged',
  });

export interface Use {
  readonly device: number;
  readonly terminal: string;
  readonly programme: string;
  readonly action: 'earn' | 'spend' | 'topup';
  readonly amount: number;
  /** Seconds by which the terminal's clock is off. */
  readonly skew: number;
}

/** A use of one of so many devices; small amounts, so that different purchases often cost the same. */
export const arbitraryUse = (devices: number, skew = 0): fc.Arbitrary<Use> =>
  fc.record({
    device: fc.nat(devices - 1),
    terminal: fc.constantFrom('T1', 'T2', 'T3'),
    programme: fc.constantFrom('SHOP', 'CAFE'),
    action: fc.constantFrom('earn' as const, 'spend' as const, 'topup' as const),
    amount: fc.integer({ min: -3, max: 3 }),
    skew: fc.integer({ min: -skew, max: skew }),
  });

const START = { points: 100, purse: 5000 };
const valueCells = (balanceOf: (key: string) => number): Cell[] => [
  {
    ...head,
    programme: 'SHOP',
    kind: 'points',
    payload: { balance: START.points + balanceOf('SHOP points') },
  },
  {
    ...head,
    programme: 'SHOP',
    kind: 'purse',
    payload: { balance: START.purse + balanceOf('SHOP purse'), currency: 'EUR' },
  },
  {
    ...head,
    programme: 'CAFE',
    kind: 'points',
    payload: { balance: START.points + balanceOf('CAFE points') },
  },
];

/** The reference ledger: what the cells must hold after these transactions, each counted once. */
export function ledgerCells(transactions: readonly Transaction[]): Cell[] {
  const sums = new Map<string, number>();
  const distinct = new Map(transactions.map((t) => [transactionKey(t), t]));
  for (const t of distinct.values()) {
    const kind = t.programme === 'CAFE' || t.action === 'earn' ? 'points' : 'purse';
    const key = `${t.programme} ${kind}`;
    sums.set(key, (sums.get(key) ?? 0) + t.amount);
  }
  return sortCells(valueCells((key) => sums.get(key) ?? 0));
}

export interface Offline {
  /** What all devices carried when they parted. */
  readonly base: ImageContent;
  readonly devices: readonly ImageContent[];
  readonly all: readonly Transaction[];
}

/** The image of a device that took part in these transactions, its list cut to the latest so many. */
export const deviceImage = (included: readonly Transaction[], keeps: number): ImageContent =>
  image({
    watermark: watermarkOf([], included),
    cells: ledgerCells(included),
    transactions: [...included].sort(byTime).slice(-keeps),
  });

/** Devices with a shared past that are then used offline, each on its own; terminals count on through all. */
export function playOffline(
  past: readonly Use[],
  uses: readonly Use[],
  devices: number,
  keeps = 1000,
): Offline {
  const counters = new Map<string, number>();
  let clock = 1_000_000;
  const book = (use: Use): Transaction => {
    const counter = (counters.get(use.terminal) ?? 0) + 1;
    counters.set(use.terminal, counter);
    clock += 10;
    const { terminal, programme, action, amount } = use;
    return { terminal, counter, at: clock + use.skew, programme, action, amount };
  };
  const shared = past.map(book);
  const own: Transaction[][] = Array.from({ length: devices }, () => [...shared]);
  const all = [...shared];
  for (const use of uses) {
    const transaction = book(use);
    all.push(transaction);
    own[use.device]?.push(transaction);
  }
  return {
    base: deviceImage(shared, keeps),
    devices: own.map((included) => deviceImage(included, keeps)),
    all,
  };
}
