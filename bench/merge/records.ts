import { sortCells, watermarkOf } from '../../src/shared/image/canonical.ts';
import type { ImageContent } from '../../src/shared/image/merge/state.ts';
import type { Cell, Coupon, Transaction } from '../../src/shared/image/model.ts';

/** An entry as a document store keeps it: an id and a flat value. */
export type Entry = Readonly<Record<string, string | number | boolean>>;
export type Records = Readonly<Record<string, Entry>>;

/** What two devices carry, and what they carried when they parted. */
export interface Sides<T> {
  readonly base: T;
  readonly first: T;
  readonly second: T;
}

const SHARED = { transactions: 180, coupons: 72, preferences: 42, purses: 6 } as const;
const OWN = { transactions: 420, coupons: 220, preferences: 58, tickets: 2 } as const;
const COUPON_CELLS = 4;
const PREFERENCE_CELLS = 2;
/** Seconds since 1970-01-01T00:00:00Z, when the devices parted. */
const PARTED = 1_790_000_000;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const programme = (n: number): string => `SHOP-${n % SHARED.purses}`;

interface Entries {
  readonly transactions: Transaction[];
  readonly coupons: { readonly cell: number; readonly coupon: Coupon }[];
  readonly preferences: { readonly cell: number; readonly key: string; value: boolean; changedAt: number }[];
  readonly balances: number[];
  readonly tickets: string[];
}

/** Other amounts at each terminal: sides that change a record alike do not even meet in a document store. */
const transaction = (terminal: string, n: number, at: number): Transaction => {
  const cents = 100 + n + terminal.charCodeAt(terminal.length - 1);
  const topup = n % 3 === 0;
  return {
    terminal,
    counter: n + 1,
    at,
    programme: programme(n),
    action: topup ? 'topup' : 'spend',
    amount: topup ? 20 * cents : -cents,
  };
};
const coupon = (id: string, n: number, usesLeft: number) => ({
  cell: n % COUPON_CELLS,
  coupon: { id, title: `Voucher ${n}`, usesLeft },
});
const preference = (key: string, n: number, value: boolean, changedAt: number) => ({
  cell: n % PREFERENCE_CELLS,
  key,
  value,
  changedAt,
});

/** What both have; of coupons and preferences a third was changed on both sides and a third on the first one. */
function shared(side: 'base' | 'first' | 'second'): Entries {
  const changed = (n: number): boolean =>
    (side === 'first' && n % 3 !== 2) || (side === 'second' && n % 3 === 0);
  return {
    transactions: numbers(SHARED.transactions).map((n) => transaction('HALL', n, PARTED - 100_000 + 60 * n)),
    coupons: numbers(SHARED.coupons).map((n) =>
      coupon(`S${n}`, n, changed(n) ? (side === 'first' ? 3 : 2) : 5),
    ),
    preferences: numbers(SHARED.preferences).map((n) =>
      changed(n)
        ? preference(`S${n}`, n, side === 'first' || n % 2 === 0, PARTED + (side === 'first' ? 10 : 20))
        : preference(`S${n}`, n, true, PARTED - 10),
    ),
    balances: numbers(SHARED.purses).map(() => 500_000),
    tickets: [],
  };
}

function entriesOf(side: 'base' | 'first' | 'second'): Entries {
  const both = shared(side);
  if (side === 'base') return both;
  const name = side === 'first' ? 'A' : 'B';
  const offset = side === 'first' ? 0 : 30;
  const own = numbers(OWN.transactions).map((n) => transaction(`DESK-${name}`, n, PARTED + offset + 60 * n));
  return {
    transactions: [...both.transactions, ...own],
    coupons: [...both.coupons, ...numbers(OWN.coupons).map((n) => coupon(`${name}${n}`, n, 1 + (n % 4)))],
    preferences: [
      ...both.preferences,
      ...numbers(OWN.preferences).map((n) => preference(`${name}${n}`, n, n % 2 === 0, PARTED + n)),
    ],
    balances: both.balances.map((balance, n) =>
      own.reduce((sum, t) => (t.programme === programme(n) ? sum + t.amount : sum), balance),
    ),
    tickets: numbers(OWN.tickets).map((n) => `${name}${n}`),
  };
}

function contentOf(entries: Entries): ImageContent {
  const head = { owner: 'Bench', version: 1 };
  const cells: Cell[] = [
    ...numbers(COUPON_CELLS).map((cell): Cell => {
      const coupons = entries.coupons.filter((c) => c.cell === cell).map((c) => c.coupon);
      return { ...head, programme: `CAFE-${cell}`, kind: 'coupons', payload: { coupons } };
    }),
    ...numbers(PREFERENCE_CELLS).map((cell): Cell => {
      const own = entries.preferences.filter((p) => p.cell === cell);
      const list = own.map(({ key, value, changedAt }) => ({ key, value, changedAt }));
      return { ...head, programme: `NEWS-${cell}`, kind: 'preferences', payload: { entries: list } };
    }),
    ...entries.balances.map(
      (balance, n): Cell => ({
        ...head,
        programme: programme(n),
        kind: 'purse',
        payload: { balance, currency: 'EUR' },
      }),
    ),
    ...entries.tickets.map(
      (name): Cell => ({
        ...head,
        programme: `BUS-${name}`,
        kind: 'ticket',
        payload: { title: 'Day ticket', reference: name },
      }),
    ),
  ];
  return {
    format: 1,
    accountRef: 'ACC-1',
    issuer: 'BENCH',
    watermark: watermarkOf([], entries.transactions),
    cells: sortCells(cells),
    transactions: entries.transactions,
  };
}

/** The same entries as records; what kind one is, is in its id. */
export function recordsOf({ transactions, cells }: Pick<ImageContent, 'transactions' | 'cells'>): Records {
  const records: Record<string, Entry> = {};
  for (const { item: _, ...t } of transactions) records[`transaction ${t.terminal} ${t.counter}`] = t;
  for (const cell of cells) {
    if (cell.kind === 'coupons')
      for (const { id, title, usesLeft } of cell.payload.coupons)
        records[`coupon ${cell.programme} ${id}`] = { title, usesLeft };
    if (cell.kind === 'preferences')
      for (const { key, ...p } of cell.payload.entries) records[`preference ${cell.programme} ${key}`] = p;
    if (cell.kind === 'purse') records[`purse ${cell.programme}`] = { ...cell.payload };
    if (cell.kind === 'ticket')
      records[`ticket ${cell.programme}`] = {
        title: cell.payload.title,
        reference: cell.payload.reference,
      };
  }
  return records;
}

/** Two images of 1,000 entries each, 300 of them in both; coupons' and preferences' cells only hold entries. */
export const images: Sides<ImageContent> = {
  base: contentOf(entriesOf('base')),
  first: contentOf(entriesOf('first')),
  second: contentOf(entriesOf('second')),
};
export const records: Sides<Records> = {
  base: recordsOf(images.base),
  first: recordsOf(images.first),
  second: recordsOf(images.second),
};
