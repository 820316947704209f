import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { SAMPLE } from '../../testing/sample-image.ts';
import { toHex } from '../bytes.ts';
import type { Cell, Transaction } from '../model.ts';
import type { MergeResult } from './merge.ts';
import { sizeOf } from './size.ts';
import type { ImageContent } from './state.ts';
import { bytesOf, image, merge, merged, rulesFor } from './testing.ts';

const head = (programme: string) => ({ programme, owner: 'owner', version: 1 });
const purse = (balance: number, programme = 'SHOP'): Cell => ({
  ...head(programme),
  kind: 'purse',
  payload: { balance, currency: 'EUR' },
});
const points = (balance: number): Cell => ({ ...head('CAFE'), kind: 'points', payload: { balance } });
const later = (code: number): Cell => ({
  ...head('SHOP'),
  kind: 'opaque',
  code,
  payload: { bytes: Uint8Array.of(1, 2, 3) },
});
const spend = (counter: number, amount: number, programme = 'SHOP'): Transaction => ({
  terminal: 'T1',
  counter,
  at: 1000 + counter,
  programme,
  action: 'spend',
  amount,
});
const used = (cells: Cell[], ...transactions: Transaction[]): ImageContent => image({ cells, transactions });
const conflictsOf = (result: MergeResult) =>
  result.status === 'conflicts' ? result.conflicts.map(({ id, reason }) => [id, reason]) : [];

describe('a cell that one side does not understand', () => {
  const first = used([purse(400)], spend(1, -100));
  const second = used([later(2)]);

  test('is left to a person, kept whole either way, and brings no transaction of the other side along', () => {
    expect(conflictsOf(merge(first, second))).toEqual([['cell SHOP 2', 'bytes-differ']]);
    expect(conflictsOf(merge(second, first))).toEqual([['cell SHOP 2', 'bytes-differ']]);
    const settled = merge(first, second, { settlements: { 'cell SHOP 2': 'keep-second' } });
    expect(merged(settled)).toMatchObject({ cells: [later(2)], transactions: [] });
    const kept = merged(merge(first, second, { settlements: { 'cell SHOP 2': 'keep-first' } }));
    expect(kept).toMatchObject({ cells: [purse(400)], transactions: [spend(1, -100)] });
  });

  test('is kept where the other side left it as it was', () => {
    const base = used([purse(500)]);
    expect(merged(merge(used([purse(500)]), second, { base })).cells).toEqual([later(2)]);
  });
});

describe('one transaction with two bodies', () => {
  test('that are about purses which only one side has, moves the money to the one that was chosen', () => {
    const first = used([purse(400)], spend(1, -100));
    const second = used([points(95)], spend(1, -5, 'CAFE'));
    const open = merge(first, second);
    expect(conflictsOf(open)).toEqual([['transaction T1 1', 'body-differs']]);
    expect(open.report.flags).toEqual([{ flag: 'fraud', id: 'transaction T1 1' }]);
    const settled = (choice: 'keep-first' | 'keep-second') =>
      merged(merge(first, second, { settlements: { 'transaction T1 1': choice } })).cells;
    expect(settled('keep-first')).toEqual([points(100), purse(400)]);
    expect(settled('keep-second')).toEqual([points(95), purse(500)]);
  });

  test('in one image is flagged as well', () => {
    const forged = used([purse(400)], spend(1, -100), spend(1, -1));
    expect(merge(forged, used([purse(500)])).report.flags).toEqual([
      { flag: 'fraud', id: 'transaction T1 1' },
    ]);
  });
});

test('transactions for a purse that only the other side has are not taken for counted', () => {
  const result = merge(used([purse(400)]), used([points(100)], spend(1, -50)));
  expect(conflictsOf(result)).toEqual([['cell SHOP 2', 'removed-on-one-side']]);
});

test('three kinds of conflict at once are settled one by one, in any order', () => {
  const ticket = (title: string): Cell => ({
    ...head('BUS'),
    kind: 'ticket',
    payload: { title, reference: 'R' },
  });
  const first = used([purse(400), ticket('Day'), points(7)], spend(1, -100));
  const second = used([purse(499), ticket('Week'), points(9)], spend(1, -1));
  const ids = ['cell BUS 4', 'cell CAFE 1', 'transaction T1 1'];
  expect(conflictsOf(merge(first, second)).map(([id]) => id)).toEqual(ids);
  for (const order of [ids, [...ids].reverse()]) {
    const settlements: Record<string, 'keep-first' | 'keep-second'> = {};
    for (const id of order) {
      expect(merge(first, second, { settlements }).status).toBe('conflicts');
      settlements[id] = id === 'cell BUS 4' ? 'keep-second' : 'keep-first';
    }
    const content = merged(merge(first, second, { settlements }));
    expect(content.cells).toEqual([ticket('Week'), points(7), purse(400)]);
  }
});

describe('capacity', () => {
  const first = used([purse(400)], spend(1, -100));
  const second = used([purse(450)], spend(2, -50));
  const whole = sizeOf(merged(merge(first, second)));

  test('that is met to the byte evicts nothing, and one byte less the oldest transaction, never value', () => {
    expect(merged(merge(first, second, { capacity: whole })).transactions).toHaveLength(2);
    const less = merge(first, second, { capacity: whole - 1 });
    expect(merged(less)).toMatchObject({ cells: [purse(350)], transactions: [spend(2, -50)] });
    expect(less.report.entries).toContainEqual(
      expect.objectContaining({ id: 'transaction T1 1', fate: 'dropped', reason: 'no-room' }),
    );
  });

  test('that value alone exceeds is a conflict that nobody can settle at the kiosk', () => {
    const alone = sizeOf(image({ cells: [purse(350)], watermark: { T1: 2 } }));
    const result = merge(first, second, { capacity: alone - 1 });
    expect(result).toMatchObject({ status: 'conflicts', conflicts: [{ id: 'image size', choices: [] }] });
  });

  test('leaves a list behind that is not taken for the whole history', () => {
    const cut = merged(merge(first, second, { capacity: whole - 1 }));
    expect(cut.watermark).toEqual({ T1: 2, '*': 0 });
    // That it was evicted and not made since nothing tells but the mark.
    const other = used([purse(400)], spend(1, -100));
    for (const result of [merge(cut, other), merge(other, cut)])
      expect(conflictsOf(result)).toEqual([['cell SHOP 2', 'histories-cut']]);
    expect(bytesOf(merged(merge(cut, cut)))).toEqual(bytesOf(cut));
  });
});

test('a coupon redeemed on one side stays redeemed, whatever its words and however often it is merged', () => {
  const coupons = (usesLeft: number, title: string, version: number): ImageContent =>
    image({
      cells: [
        { ...head('CAFE'), version, kind: 'coupons', payload: { coupons: [{ id: 'C1', title, usesLeft }] } },
      ],
    });
  const redeemed = coupons(0, 'Coffee', 1);
  const renamed = coupons(1, 'Free coffee', 2);
  const once = merged(merge(redeemed, renamed));
  expect(once.cells).toEqual(coupons(0, 'Free coffee', 2).cells);
  expect(merged(merge(once, renamed)).cells).toEqual(once.cells);
});

test('terminals may be called as what every object has', () => {
  const odd: Transaction = { ...spend(1, -100), terminal: 'toString' };
  expect(merged(merge(used([purse(400)], odd), used([purse(500)])))).toMatchObject({
    cells: [purse(400)],
    watermark: { toString: 1 },
  });
});

test('the same inputs give the same bytes on any machine', () => {
  const second: ImageContent = {
    ...SAMPLE,
    cells: SAMPLE.cells.map((cell) =>
      cell.kind === 'purse' ? { ...cell, payload: { ...cell.payload, balance: -3040 } } : cell,
    ),
    transactions: [...SAMPLE.transactions, { ...spend(1, -400, 'TRANSIT'), at: 1_789_000_000 }],
    watermark: { ...SAMPLE.watermark, T1: 1 },
  };
  const { format, accountRef, issuer, watermark, cells, transactions } = SAMPLE;
  const first: ImageContent = { format, accountRef, issuer, watermark, cells, transactions };
  const result = merge(first, second, { rules: rulesFor(32, 300), base: first });
  expect(merged(result).cells).toContainEqual(
    expect.objectContaining({ payload: { balance: -3040, currency: 'EUR' } }),
  );
  const digest = (text: Uint8Array) => toHex(sha256(text));
  expect(digest(bytesOf(merged(result)))).toBe(
    '4f8748c6335cb3343565b8a9a6fbd014300067438c4d8eb021c5c69c1b16342c',
  );
  expect(digest(new TextEncoder().encode(JSON.stringify(result.report)))).toBe(
    '848ee78a38a7aeb71013544d0ca6b336168252318d6e1d85a92073072fe19da5',
  );
});
