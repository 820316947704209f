import type {
  MergePreview,
  PreviewConflict,
  PreviewEntry,
  PreviewRow,
} from '../../shared/image/merge/preview.ts';
import type { Choice } from '../../shared/image/merge/report.ts';

const points = (balance: number) => ({ kind: 'points', balance, label: null }) as const;
const purse = (balance: number) => ({ kind: 'purse', balance, currency: 'EUR' }) as const;
const coupons = (count: number) => ({ kind: 'coupons', count, uses: count, titles: [] }) as const;
const seat = (title: string) => ({ kind: 'ticket', title, validTo: '2026-11-28' }) as const;

const quiet = { sharedTransactions: 0, details: [], conflicts: [] } as const;

const ROWS: readonly PreviewRow[] = [
  {
    ...quiet,
    id: 'cell HARBOUR 1',
    programme: 'HARBOUR',
    kind: 'points',
    first: points(1240),
    second: points(870),
    result: points(1410),
    fate: 'combined',
    reason: 'deltas-added',
    delta: { first: 170, second: 540 },
  },
  {
    ...quiet,
    id: 'cell WALLET 2',
    programme: 'WALLET',
    kind: 'purse',
    first: purse(1840),
    second: purse(910),
    result: purse(2390),
    fate: 'combined',
    reason: 'deltas-added',
    delta: { first: 550, second: 1480 },
  },
  {
    ...quiet,
    id: 'cell CAFE 3',
    programme: 'CAFE',
    kind: 'coupons',
    first: coupons(1),
    second: coupons(2),
    result: coupons(2),
    fate: 'combined',
    reason: 'entry-by-entry',
    delta: { first: 1, second: 0 },
    details: [
      {
        id: 'coupon CAFE 3 LATTE',
        entry: 'coupon',
        programme: 'CAFE',
        kind: 'coupons',
        item: 'LATTE',
        from: 'first',
        fate: 'dropped',
        rule: 'expired',
        reason: 'expired',
        sides: {
          first: { of: 'coupon', title: 'A latte, any size', usesLeft: 1, expiresOn: '2026-11-01' },
          second: null,
          result: null,
        },
      },
      {
        id: 'coupon CAFE 3 CAKE',
        entry: 'coupon',
        programme: 'CAFE',
        kind: 'coupons',
        item: 'CAKE',
        from: 'both',
        fate: 'kept-from-second',
        rule: 'fewest-uses-left',
        reason: 'fewer-uses',
        sides: {
          first: { of: 'coupon', title: 'A piece of cake', usesLeft: 3, expiresOn: null },
          second: { of: 'coupon', title: 'A piece of cake', usesLeft: 2, expiresOn: null },
          result: { of: 'coupon', title: 'A piece of cake', usesLeft: 2, expiresOn: null },
        },
      },
    ],
  },
  {
    ...quiet,
    id: 'cell RAIL 4',
    programme: 'RAIL',
    kind: 'ticket',
    first: seat('Coach 4'),
    second: seat('Coach 7'),
    result: seat('Coach 7'),
    fate: 'kept-from-second',
    reason: 'newer-version',
    delta: { first: null, second: null },
  },
];

const permit = (reference: string) =>
  ({
    of: 'ticket',
    version: 2,
    title: `Parking ${reference}`,
    reference,
    validFrom: null,
    validTo: '2027-05-03',
    detail: null,
  }) as const;

const PERMIT: PreviewConflict = {
  id: 'cell PARK 4',
  entry: 'cell',
  programme: 'PARK',
  kind: 'ticket',
  item: null,
  reason: 'same-version-differs',
  choices: ['keep-first', 'keep-second'],
  first: permit('HV 218 A'),
  second: permit('HV 902 C'),
};
const TILL: PreviewConflict = {
  id: 'transaction TILL7 3391',
  entry: 'transaction',
  programme: 'WALLET',
  kind: 'purse',
  item: 'TILL7 3391',
  reason: 'body-differs',
  choices: ['keep-first', 'keep-second', 'keep-both'],
  first: {
    of: 'transaction',
    terminal: 'TILL7',
    counter: 3391,
    at: 1_795_267_200,
    programme: 'WALLET',
    action: 'spend',
    amount: -450,
    item: null,
    counts: 'purse',
    currency: 'EUR',
  },
  second: {
    of: 'transaction',
    terminal: 'TILL7',
    counter: 3391,
    at: 1_795_267_200,
    programme: 'WALLET',
    action: 'spend',
    amount: -540,
    item: null,
    counts: 'purse',
    currency: 'EUR',
  },
};
const LOCKER: PreviewConflict = {
  id: 'cell ZGYM 9',
  entry: 'cell',
  programme: 'GYM',
  kind: 'opaque',
  item: null,
  reason: 'bytes-differ',
  choices: ['keep-first', 'keep-second'],
  first: { of: 'opaque', version: 1, code: 9, length: 20, begins: '0a1b2c3d4e5f' },
  second: { of: 'opaque', version: 1, code: 9, length: 24, begins: '0a1bff3d4e5f' },
};

const withChoice = ({ choices: _, ...about }: PreviewConflict, choice: Choice) => ({ ...about, choice });

const OTHERS: readonly PreviewEntry[] = [
  {
    id: 'transaction KIOSK3 12',
    entry: 'transaction',
    item: 'KIOSK3 12',
    from: 'second',
    fate: 'dropped',
    rule: 'union-by-terminal-and-counter',
    reason: 'older-than-list',
    sides: { first: null, second: TILL.second, result: null },
  },
];
const COMMON: Pick<MergePreview, 'base' | 'others' | 'flags'> = { base: 'used', others: OTHERS, flags: [] };

/** Nothing is open. */
export const MERGED: MergePreview = {
  ...COMMON,
  rows: ROWS,
  conflicts: [],
  settled: [
    withChoice(PERMIT, 'keep-second'),
    withChoice(TILL, 'keep-both'),
    withChoice(LOCKER, 'keep-first'),
  ],
};

/** One is settled, two are left: while they are, only balances that nothing open touches are certain. */
export const OPEN: MergePreview = {
  ...COMMON,
  rows: ROWS.map((row) =>
    row.kind === 'points' ? row : { ...row, result: null, delta: { first: null, second: null } },
  ),
  conflicts: [TILL, LOCKER],
  settled: [withChoice(PERMIT, 'keep-second')],
  flags: [{ flag: 'fraud', id: TILL.id }],
};

/** More than a screen holds, and one thing that no person can settle. */
export const MANY_OPEN: MergePreview = {
  ...OPEN,
  rows: Array.from({ length: 12 }, (_, index) => {
    const row = ROWS[index % ROWS.length] as PreviewRow;
    return { ...row, id: `${row.id} ${index}`, programme: `${row.programme}-${index}`, result: null };
  }),
  conflicts: [
    TILL,
    LOCKER,
    {
      ...PERMIT,
      id: 'image accountRef',
      entry: 'image',
      programme: null,
      kind: null,
      item: 'accountRef',
      reason: 'account-differs',
      choices: [],
      first: { of: 'image', name: 'accountRef', ending: '2206' },
      second: { of: 'image', name: 'accountRef', ending: '8841' },
    },
  ],
};
