import { describe, expect, test } from 'vitest';
import type { Cell, Transaction } from '../model.ts';
import type { MergeResult } from './merge.ts';
import { DEFAULT_RULES, MergeRulesSchema } from './rules.ts';
import type { ImageContent } from './state.ts';
import { bytesOf, image, merge, merged } from './testing.ts';

const head = { programme: 'SHOP', owner: 'owner', version: 1 };
const purse = (balance: number, currency = 'EUR'): Cell => ({
  ...head,
  kind: 'purse',
  payload: { balance, currency },
});
const coupons = (usesLeft: number, over: { id?: string; expiresOn?: string; title?: string } = {}): Cell => ({
  ...head,
  kind: 'coupons',
  payload: { coupons: [{ id: 'C1', title: 'Coffee', usesLeft, ...over }] },
});
const preference = (value: boolean | string, changedAt: number): Cell => ({
  ...head,
  kind: 'preferences',
  payload: { entries: [{ key: 'mail', value, changedAt }] },
});
const ticket = (version: number, title: string, validTo?: string): Cell => ({
  ...head,
  version,
  kind: 'ticket',
  payload: { title, reference: 'R1', ...(validTo === undefined ? {} : { validTo }) },
});
const opaque = (byte: number): Cell => ({
  ...head,
  kind: 'opaque',
  code: 9,
  payload: { bytes: Uint8Array.of(byte) },
});
const spend = (counter: number, amount: number): Transaction => ({
  terminal: 'T1',
  counter,
  at: 1000 + counter,
  programme: 'SHOP',
  action: 'spend',
  amount,
});
const withCells = (...cells: Cell[]): ImageContent => image({ cells });
const used = (balance: number, ...transactions: Transaction[]): ImageContent =>
  image({ cells: [purse(balance)], transactions });
const entry = (result: MergeResult, id: string) => result.report.entries.find((e) => e.id === id);
const conflictsOf = (result: MergeResult) =>
  result.status === 'conflicts' ? result.conflicts.map(({ id, reason }) => [id, reason]) : [];
const PURSE = 'cell SHOP 2';

describe('a purse', () => {
  test('holds what was spent on both devices', () => {
    const result = merge(used(400, spend(1, -100)), used(450, spend(2, -50)));
    expect(merged(result).cells).toEqual([purse(350)]);
    expect(entry(result, PURSE)).toMatchObject({
      fate: 'combined',
      values: { first: 400, second: 450, result: 350 },
    });
  });

  test('is left to a person where the bases differ, who may keep one side or both where nothing is shared', () => {
    const [first, second] = [used(400, spend(1, -100)), used(1000, spend(2, -50))];
    const open = merge(first, second);
    expect(open).toMatchObject({
      status: 'conflicts',
      conflicts: [{ id: PURSE, reason: 'bases-differ', choices: ['keep-first', 'keep-second', 'keep-both'] }],
    });
    const settled = (choice: 'keep-first' | 'keep-second' | 'keep-both') =>
      merged(merge(first, second, { settlements: { [PURSE]: choice } }));
    expect(settled('keep-both').cells).toEqual([purse(1400)]);
    expect(settled('keep-first').cells).toEqual([purse(400)]);
    expect(settled('keep-second').cells).toEqual([purse(1000)]);
    expect(settled('keep-second').transactions).toEqual([spend(2, -50)]);
  });

  test('is never guessed where two cut lists hide purchases of the same price', () => {
    const rules = { ...DEFAULT_RULES, history: { listsAtLeast: 1, clocksWithin: 0 } };
    // Both began with 500 and each spent 100 twice; each list shows one purchase.
    const result = merge(used(300, spend(2, -100)), used(300, spend(4, -100)), { rules });
    expect(conflictsOf(result)).toEqual([[PURSE, 'histories-cut']]);
  });

  test('does not take two currencies, nor a balance that no integer holds', () => {
    expect(conflictsOf(merge(withCells(purse(5)), withCells(purse(5, 'TRY'))))).toEqual([
      [PURSE, 'currency-differs'],
    ]);
    const big = Number.MAX_SAFE_INTEGER;
    const topup = (counter: number): Transaction => ({ ...spend(counter, big), action: 'topup' });
    expect(conflictsOf(merge(used(big, topup(1)), used(big, topup(2))))).toEqual([[PURSE, 'out-of-range']]);
  });

  test('below zero is flagged', () => {
    const result = merge(used(10, spend(1, -90)), used(10, spend(2, -90)));
    expect(merged(result).cells).toEqual([purse(-80)]);
    expect(result.report.flags).toEqual([{ flag: 'overdrawn', id: PURSE }]);
  });

  test('that one side lost since the base is not dropped without a person', () => {
    const base = used(10);
    const result = merge(used(10), image(), { base });
    expect(conflictsOf(result)).toEqual([[PURSE, 'removed-on-one-side']]);
    expect(merged(merge(used(10), image(), { base, settlements: { [PURSE]: 'keep-second' } })).cells).toEqual(
      [],
    );
  });
});

test('one transaction with two bodies is a fraud flag and waits for a person, and the purse with it', () => {
  const [first, second] = [used(400, spend(1, -100)), used(499, spend(1, -1))];
  const open = merge(first, second);
  expect(conflictsOf(open)).toEqual([['transaction T1 1', 'body-differs']]);
  expect(entry(open, PURSE)).toMatchObject({ fate: 'conflict', reason: 'waits-for-transaction' });
  expect(open.report.flags).toEqual([{ flag: 'fraud', id: 'transaction T1 1' }]);
  const settled = merge(first, second, {
    settlements: { 'transaction T1 1': 'keep-first', other: 'keep-both' },
  });
  expect(merged(settled)).toMatchObject({ cells: [purse(400)], transactions: [spend(1, -100)] });
  expect(settled.report).toMatchObject({
    settlementsUsed: ['transaction T1 1'],
    settlementsUnused: ['other'],
    flags: open.report.flags,
  });
});

describe('coupons', () => {
  test('keep the fewest uses, so a redeemed one beats one that is not', () => {
    expect(merged(merge(withCells(coupons(0)), withCells(coupons(3)))).cells).toEqual([coupons(0)]);
  });
  test.each([
    ['2026-11-21', []],
    ['2026-11-22', [{ id: 'C1', title: 'Coffee', usesLeft: 1, expiresOn: '2026-11-22' }]],
  ])('that expire on %s are dropped only before that day has passed', (expiresOn, left) => {
    for (const other of [withCells(coupons(1, { expiresOn })), image()]) {
      const result = merge(withCells(coupons(1, { expiresOn })), other);
      expect(merged(result).cells[0]?.payload).toEqual({ coupons: left });
      if (left.length === 0) expect(entry(result, 'coupon SHOP 3 C1')?.reason).toBe('expired');
    }
  });
});

test.each([
  ['an older opt-out beats a newer opt-in', preference(false, 1), preference(true, 9), preference(false, 1)],
  ['the newer of two opt-ins wins', preference(true, 1), preference('de', 9), preference('de', 9)],
  ['the higher version of a ticket wins', ticket(2, 'New'), ticket(1, 'Old'), ticket(2, 'New')],
  ['equal bytes that are not understood stay', opaque(1), opaque(1), opaque(1)],
])('%s', (_, first, second, expected) => {
  expect(merged(merge(withCells(first), withCells(second))).cells).toEqual([expected]);
});

test('three kinds of conflict at once are all listed, and the base settles what one side left alone', () => {
  const first = withCells(opaque(1), ticket(1, 'A'), preference('de', 1));
  const second = withCells(opaque(2), ticket(1, 'B'), preference('fr', 1));
  expect(conflictsOf(merge(first, second))).toEqual([
    ['cell SHOP 4', 'same-version-differs'],
    ['cell SHOP 9', 'bytes-differ'],
    ['preference SHOP 6 mail', 'changed-at-same-time'],
  ]);
  expect(conflictsOf(merge(first, second, { base: first }))).toEqual([
    ['preference SHOP 6 mail', 'changed-at-same-time'],
  ]);
  expect(conflictsOf(merge(first, { ...second, accountRef: 'ACC-2' }))).toContainEqual([
    'image accountRef',
    'account-differs',
  ]);
});

test('what does not fit goes in the declared order, and value never', () => {
  const first = image({
    cells: [purse(400), coupons(0), ticket(1, 'Old', '2026-11-21'), preference(true, 1)],
    transactions: [spend(1, -100)],
  });
  const whole = bytesOf(merged(merge(first, first))).length;
  const gone = (capacity: number) =>
    merge(first, first, { capacity })
      .report.entries.filter(({ reason }) => reason === 'no-room')
      .map(({ id }) => id);
  const roomy = whole + 50;
  expect(gone(roomy)).toEqual([]);
  const seen = new Set<number>();
  for (let capacity = roomy; capacity > 0; capacity--) {
    const result = merge(first, first, { capacity });
    if (result.status === 'conflicts') {
      expect(conflictsOf(result)).toEqual([['image size', 'too-large']]);
      continue;
    }
    expect(result.content.cells).toContainEqual(purse(400));
    expect(bytesOf(result.content).length).toBeLessThanOrEqual(capacity);
    const order = ['transaction T1 1', 'preference SHOP 6 mail', 'cell SHOP 4', 'coupon SHOP 3 C1'];
    const dropped = gone(capacity);
    expect(dropped).toEqual(order.slice(0, dropped.length).sort());
    seen.add(dropped.length);
  }
  expect([...seen]).toEqual([0, 1, 2, 3, 4]);
});

test('a table of rules that names an unknown rule or evicts value is refused', () => {
  expect(MergeRulesSchema.safeParse(DEFAULT_RULES).success).toBe(true);
  const kinds = { ...DEFAULT_RULES.kinds, purse: 'highest-balance' };
  expect(MergeRulesSchema.safeParse({ ...DEFAULT_RULES, kinds }).success).toBe(false);
  expect(MergeRulesSchema.safeParse({ ...DEFAULT_RULES, evict: ['purse'] }).success).toBe(false);
});
