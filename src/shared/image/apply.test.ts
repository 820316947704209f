import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyTransactions, type CouponCatalogue, couponKey, usesOf } from './apply.ts';
import type { Cell, Transaction } from './model.ts';

const head = { owner: 'owner', version: 1 };
const cells: Cell[] = [
  { ...head, programme: 'SHOP', kind: 'points', payload: { balance: 100 } },
  { ...head, programme: 'SHOP', kind: 'purse', payload: { balance: 500, currency: 'EUR' } },
  {
    ...head,
    programme: 'CAFE',
    kind: 'coupons',
    payload: { coupons: [{ id: 'C1', title: 'Coffee', usesLeft: 2 }] },
  },
  { ...head, programme: 'RAIL', kind: 'ticket', payload: { title: 'Ticket', reference: 'R1' } },
];
let counter = 0;
const tx = (over: Partial<Transaction>): Transaction => {
  counter += 1;
  return { terminal: 'T1', counter, at: counter, programme: 'SHOP', action: 'earn', amount: 1, ...over };
};
const none: CouponCatalogue = new Map();
const after = (...transactions: Transaction[]) => applyTransactions(cells, transactions, none);
const couponsOf = (list: readonly Cell[]) => list.find((cell) => cell.kind === 'coupons')?.payload.coupons;

test('earning goes to the points, topping up and spending to the purse of the same programme', () => {
  const result = after(
    tx({ amount: 7 }),
    tx({ action: 'topup', amount: 50 }),
    tx({ action: 'spend', amount: -20 }),
  );
  expect(result.cells[0]?.payload).toEqual({ balance: 107 });
  expect(result.cells[1]?.payload).toEqual({ balance: 530, currency: 'EUR' });
  expect(result.applied).toHaveLength(3);
});

test('an issued coupon adds uses to one that is there, or is added with the title of the catalogue', () => {
  const catalogue: CouponCatalogue = new Map([
    [couponKey('CAFE', 'C2'), { title: 'Bagel', expiresOn: '2030-01-01' }],
  ]);
  const issue = (item: string) => tx({ programme: 'CAFE', action: 'issue', amount: 1, item });
  const result = applyTransactions(cells, [issue('C1'), issue('C2'), issue('C3')], catalogue);
  expect(couponsOf(result.cells)).toEqual([
    { id: 'C1', title: 'Coffee', usesLeft: 3 },
    { id: 'C2', title: 'Bagel', usesLeft: 1, expiresOn: '2030-01-01' },
    { id: 'C3', title: 'C3', usesLeft: 1 },
  ]);
});

test.each([-1, 1])(
  'a redemption of %i takes a use, and the latest is not applied when none is left',
  (amount) => {
    const redeem = () => tx({ programme: 'CAFE', action: 'redeem', amount, item: 'C1' });
    expect(couponsOf(after(redeem()).cells)?.[0]?.usesLeft).toBe(1);
    const [first, second, third] = [redeem(), redeem(), redeem()];
    const result = after(third, first, second);
    expect(couponsOf(result.cells)?.[0]?.usesLeft).toBe(0);
    expect(result.applied).toEqual([first, second]);
    expect(result.problems).toEqual([{ transaction: third, problem: 'coupon-overdrawn' }]);
  },
);

test('uses of coupons are conserved and never negative, and the order they are given in does not matter', () => {
  const one = fc.record({
    action: fc.constantFrom('issue' as const, 'redeem' as const, 'adjust' as const, 'refund' as const),
    item: fc.constantFrom('C1', 'C2'),
    amount: fc.integer({ min: -4, max: 4 }),
    at: fc.nat(5),
  });
  const shuffled = fc
    .array(one, { maxLength: 15 })
    .map((list) => list.map((over) => tx({ programme: 'CAFE', ...over })))
    .chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([given, otherwise]) => {
      const result = after(...given);
      expect(after(...otherwise)).toEqual(result);
      expect(result.applied.length + result.problems.length).toBe(given.length);
      const coupons = couponsOf(result.cells) ?? [];
      for (const { usesLeft } of coupons) expect(usesLeft).toBeGreaterThanOrEqual(0);
      const left = coupons.reduce((sum, { usesLeft }) => sum + usesLeft, 0);
      expect(left).toBe(result.applied.reduce((sum, t) => sum + usesOf(t), 2));
    }),
  );
});

test('a redemption whose clock is behind finds the coupon that was issued later', () => {
  const issue = tx({ programme: 'CAFE', action: 'issue', amount: 2, item: 'C9', at: 900 });
  const redeem = tx({ programme: 'CAFE', action: 'redeem', amount: -1, item: 'C9', at: 100 });
  expect(couponsOf(after(redeem, issue).cells)?.[1]).toEqual({ id: 'C9', title: 'C9', usesLeft: 1 });
});

test.each([
  ['programme-unknown', tx({ programme: 'NOWHERE' })],
  ['action-does-not-fit', tx({ programme: 'RAIL' })],
  ['action-does-not-fit', tx({ programme: 'CAFE', action: 'issue', amount: 1 })],
  ['action-does-not-fit', tx({ programme: 'CAFE', action: 'issue', amount: -1, item: 'C1' })],
  ['coupon-unknown', tx({ programme: 'CAFE', action: 'redeem', amount: -1, item: 'C8' })],
  ['out-of-range', tx({ amount: Number.MAX_SAFE_INTEGER })],
] as const)('%s is reported and does not stop the rest', (problem, transaction) => {
  const result = after(transaction, tx({ amount: 5 }));
  expect(result.problems).toEqual([{ transaction, problem }]);
  expect(result.cells[0]?.payload).toEqual({ balance: 105 });
});

test('a full list of coupons takes no further one', () => {
  const coupons = Array.from({ length: 200 }, (_, n) => ({ id: `K${n}`, title: 'x', usesLeft: 1 }));
  const full: Cell[] = [{ ...head, programme: 'CAFE', kind: 'coupons', payload: { coupons } }];
  const issue = tx({ programme: 'CAFE', action: 'issue', amount: 1, item: 'NEW' });
  expect(applyTransactions(full, [issue], none).problems).toEqual([
    { transaction: issue, problem: 'cell-full' },
  ]);
});
