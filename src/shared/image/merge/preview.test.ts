import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Cell, Transaction } from '../model.ts';
import { forged } from './arbitraries.ts';
import { mergePreview } from './preview.ts';
import type { Settlements } from './report.ts';
import { cellKey, type ImageContent } from './state.ts';
import { image, merge, rulesFor } from './testing.ts';

vi.setConfig({ testTimeout: 900_000 });
const numRuns = process.env.RECARD_LONG === undefined ? 1000 : 10_000;

const head = { programme: 'SHOP', owner: 'owner', version: 1 };
const spend = (counter: number, amount: number): Transaction => ({
  terminal: 'T1',
  counter,
  at: 1000 + counter,
  programme: 'SHOP',
  action: 'spend',
  amount,
});
const side = (balance: number, title: string, byte: number, transactions: Transaction[]): ImageContent => {
  const cells: Cell[] = [
    { ...head, kind: 'purse', payload: { balance, currency: 'EUR' } },
    { ...head, kind: 'ticket', payload: { title, reference: `R-${title}`, validTo: '2027-01-01' } },
    { ...head, kind: 'opaque', code: 9, payload: { bytes: new Uint8Array(20).fill(byte) } },
  ];
  return image({ cells, transactions });
};
const preview = (a: ImageContent, b: ImageContent, settlements: Settlements = {}) => {
  const result = merge(a, b, { settlements, rules: rulesFor(1000) });
  const merged = result.status === 'merged';
  const conflicts = merged ? [] : result.conflicts;
  return mergePreview(a, b, merged ? result.content : null, result.report, conflicts, settlements);
};

const FIRST = side(400, 'Day', 1, [spend(1, -100)]);
const SECOND = side(450, 'Week', 2, [spend(2, -50)]);

test('a conflict shows what there is to choose from, and what was settled can be seen and undone', () => {
  const open = preview(FIRST, SECOND);
  expect(open.conflicts).toEqual([
    {
      id: 'cell SHOP 4',
      entry: 'cell',
      programme: 'SHOP',
      kind: 'ticket',
      item: null,
      reason: 'same-version-differs',
      choices: ['keep-first', 'keep-second'],
      first: {
        of: 'ticket',
        version: 1,
        title: 'Day',
        reference: 'R-Day',
        validFrom: null,
        validTo: '2027-01-01',
        detail: null,
      },
      second: expect.objectContaining({ of: 'ticket', title: 'Week' }),
    },
    expect.objectContaining({
      id: 'cell SHOP 9',
      first: { of: 'opaque', version: 1, code: 9, length: 20, begins: '01'.repeat(16) },
      second: { of: 'opaque', version: 1, code: 9, length: 20, begins: '02'.repeat(16) },
    }),
  ]);
  expect(open.rows.map(({ kind, result, conflicts }) => [kind, result, conflicts])).toEqual([
    ['purse', { kind: 'purse', balance: 350, currency: 'EUR' }, []],
    ['ticket', null, ['cell SHOP 4']],
    ['opaque', null, ['cell SHOP 9']],
  ]);
  const settled = preview(FIRST, SECOND, { 'cell SHOP 4': 'keep-second', 'cell SHOP 9': 'keep-first' });
  expect(settled.conflicts).toEqual([]);
  expect(settled.settled.map(({ id, choice }) => [id, choice])).toEqual([
    ['cell SHOP 4', 'keep-second'],
    ['cell SHOP 9', 'keep-first'],
  ]);
  expect(settled.rows[0]).toMatchObject({
    id: 'cell SHOP 2',
    first: { balance: 400 },
    second: { balance: 450 },
    result: { balance: 350 },
    fate: 'combined',
    reason: 'deltas-added',
    delta: { first: -50, second: -100 },
    details: [
      { item: 'T1 1', from: 'first', sides: { first: { amount: -100, currency: 'EUR' }, second: null } },
      { item: 'T1 2', from: 'second', sides: { first: null, second: { amount: -50 } } },
    ],
  });
  expect(settled.rows[1]).toMatchObject({ fate: 'kept-from-second', result: { title: 'Week' } });
});

test('two bodies of one transaction are shown beside each other, and so is an account that differs', () => {
  const forgedSide = side(499, 'Day', 1, [spend(1, -1)]);
  const { conflicts, flags, rows, others } = preview(FIRST, { ...forgedSide, accountRef: 'ACC-4417-2093' });
  expect(conflicts).toMatchObject([
    { id: 'image accountRef', choices: [], first: { ending: 'CC-1' }, second: { ending: '2093' } },
    {
      id: 'transaction T1 1',
      kind: 'purse',
      first: { amount: -100, at: 1001, terminal: 'T1' },
      second: { amount: -1, counts: 'purse' },
    },
  ]);
  expect(flags).toEqual([{ flag: 'fraud', id: 'transaction T1 1' }]);
  expect(rows[0]).toMatchObject({ reason: 'waits-for-transaction', conflicts: ['transaction T1 1'] });
  expect(others.map(({ id }) => id)).toEqual(['image accountRef']);
});

test('a preview is plain JSON with each cell of either side in one row and each entry in one place', () => {
  fc.assert(
    fc.property(forged, ([a, b]) => {
      const rules = rulesFor(1000);
      const result = merge(a, b, { rules });
      const content = result.status === 'merged' ? result.content : null;
      const conflicts = result.status === 'merged' ? [] : result.conflicts;
      const shown = mergePreview(a, b, content, result.report, conflicts);
      expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
      const { rows, others } = shown;
      const keys = (i: ImageContent) => i.cells.map((cell) => `cell ${cellKey(cell)}`);
      expect(rows.map(({ id }) => id).sort()).toEqual([...new Set([...keys(a), ...keys(b)])].sort());
      const entries = rows.reduce((n, r) => n + 1 + r.details.length + r.sharedTransactions, others.length);
      expect(entries).toBe(result.report.entries.length);
      expect(rows.flatMap((r) => r.conflicts).sort()).toEqual(conflicts.map(({ id }) => id));
      for (const { sides } of rows.flatMap((r) => r.details))
        expect(sides.first === null && sides.second === null).toBe(false);
      if (content !== null) expect(rows.flatMap((r) => r.result ?? []).length).toBe(content.cells.length);
    }),
    { numRuns },
  );
});
