import type { ChangeRow, ImageChange } from '../../shared/image/change.ts';

const points = (balance: number, label: string | null = null) =>
  ({ kind: 'points', balance, label }) as const;
const purse = (balance: number) => ({ kind: 'purse', balance, currency: 'EUR' }) as const;
const coupons = (count: number) =>
  ({ kind: 'coupons', count, uses: count, titles: Array.from({ length: count }, () => 'Coffee') }) as const;
const ticket = (title: string, validTo: string | null) => ({ kind: 'ticket', title, validTo }) as const;

/** Points, money, coupons and a ticket: the update that most people see. */
export const USUAL: ImageChange = {
  beforeKnown: true,
  rows: [
    {
      programme: 'HARBOUR',
      kind: 'points',
      before: points(1240),
      after: points(1410),
      change: 'changed',
      delta: 170,
    },
    {
      programme: 'WALLET',
      kind: 'purse',
      before: purse(1840),
      after: purse(2390),
      change: 'changed',
      delta: 550,
    },
    {
      programme: 'CAFE',
      kind: 'coupons',
      before: coupons(1),
      after: coupons(3),
      change: 'changed',
      delta: 2,
    },
    {
      programme: 'RAIL',
      kind: 'ticket',
      before: ticket('Coach 4, seat 21', '2026-11-28'),
      after: ticket('Coach 4, seat 21', '2026-11-28'),
      change: 'same',
      delta: null,
    },
  ],
};

/** Less money, fewer coupons, one programme gone, one new: said as it is. */
export const HONEST: ImageChange = {
  beforeKnown: true,
  rows: [
    {
      programme: 'WALLET',
      kind: 'purse',
      before: purse(1840),
      after: purse(1290),
      change: 'changed',
      delta: -550,
    },
    {
      programme: 'CAFE',
      kind: 'coupons',
      before: coupons(3),
      after: coupons(1),
      change: 'changed',
      delta: -2,
    },
    {
      programme: 'GYM',
      kind: 'membership',
      before: null,
      after: { kind: 'membership', level: 'Gold' },
      change: 'added',
      delta: null,
    },
    {
      programme: 'PARK',
      kind: 'ticket',
      before: ticket('Parking permit', '2026-10-31'),
      after: null,
      change: 'removed',
      delta: null,
    },
  ],
};

const PROGRAMMES = [
  'HARBOUR',
  'SKYMILES',
  'BOOKSHOP',
  'BAKERY',
  'CINEMA',
  'PHARMACY',
  'GARDEN',
  'CYCLES',
  'OPERA',
];

const manyRows = (): readonly ChangeRow[] =>
  PROGRAMMES.map((programme, index) => {
    const before = points(100 * (index + 1));
    const delta = index % 3 === 0 ? 25 * (index + 1) : 0;
    return {
      programme,
      kind: 'points',
      before,
      after: points(before.balance + delta),
      change: delta === 0 ? 'same' : 'changed',
      delta,
    };
  });

/** Many programmes of the same kind, and things that are not counted. */
export const MANY: ImageChange = {
  beforeKnown: true,
  rows: [
    ...manyRows(),
    ...HONEST.rows,
    {
      programme: 'PREFS',
      kind: 'preferences',
      before: { kind: 'preferences', count: 3 },
      after: { kind: 'preferences', count: 4 },
      change: 'changed',
      delta: null,
    },
    {
      programme: 'LATER',
      kind: 'opaque',
      before: null,
      after: { kind: 'opaque', bytes: 48 },
      change: 'added',
      delta: null,
    },
  ],
};

/** What was on the card could not be read. */
export const UNKNOWN_BEFORE: ImageChange = {
  beforeKnown: false,
  rows: USUAL.rows.map((row) => ({ ...row, before: null, change: 'added' })),
};

/** As many programmes as one image holds. */
export const FULL: ImageChange = {
  beforeKnown: true,
  rows: Array.from({ length: 64 }, (_, index): ChangeRow => {
    const before = points(10 * index);
    return {
      programme: `PARTNER-${index + 1}`,
      kind: 'points',
      before,
      after: points(before.balance + 5),
      change: 'changed',
      delta: 5,
    };
  }),
};

/** Titles as issuers write them, and the largest amounts. */
export const LONG_NAMES: ImageChange = {
  beforeKnown: true,
  rows: [
    {
      programme: 'HARBOUR',
      kind: 'points',
      before: points(1_240_500),
      after: points(1_241_750),
      change: 'changed',
      delta: 1250,
    },
    {
      programme: 'WALLET',
      kind: 'purse',
      before: purse(99_950),
      after: purse(1_249_950),
      change: 'changed',
      delta: 1_150_000,
    },
    {
      programme: 'RAIL',
      kind: 'ticket',
      before: ticket('Town, coach 4, seat 21', '2026-11-28'),
      after: ticket('Harbour to Town, coach 12, seat 108', '2027-01-05'),
      change: 'changed',
      delta: null,
    },
    {
      programme: 'GYM',
      kind: 'membership',
      before: { kind: 'membership', level: 'Silver member of the house' },
      after: { kind: 'membership', level: 'Gold member of the house' },
      change: 'changed',
      delta: null,
    },
  ],
};
