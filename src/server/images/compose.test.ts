import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usesOf } from '../../shared/image/apply.ts';
import { encodeImage } from '../../shared/image/codec.ts';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import type { CardImage, Cell, Transaction } from '../../shared/image/model.ts';
import { SIGNER } from '../testing/kit.ts';
import { type Composition, composeImage } from './compose.ts';
import { envelopeBytes } from './fit.ts';
import type { KnownImage, LedgerEntry } from './inclusion.ts';

const points = (programme: string, balance: number): Cell => ({
  programme,
  owner: 'owner',
  kind: 'points',
  version: 1,
  payload: { balance },
});
const image = (over: Partial<CardImage> = {}): CardImage => ({
  format: 1,
  tokenId: '9280041200004417',
  accountRef: 'ACC-1',
  issuer: 'HARBOUR',
  generation: 1,
  sequence: 1,
  capturedAt: 1_000,
  source: 'issued',
  watermark: {},
  cells: [points('A', 100), points('B', 10)],
  transactions: [],
  ...over,
});
const known = (over: Partial<CardImage> = {}, origin: KnownImage['origin'] = 'issued') => ({
  image: image(over),
  origin,
  digest: digestOf(encodeImage(image(over))),
});
const entry = (transaction: Transaction, includedSequence: number | null = null): LedgerEntry => ({
  transaction,
  includedSequence,
  problem: null,
});
const tx = (counter: number, amount: number, programme = 'A'): Transaction => ({
  terminal: 'T1',
  counter,
  at: 2_000 + counter,
  programme,
  action: 'earn',
  amount,
});
const compose = (over: Partial<Composition>) => {
  const basis = known();
  const composed = composeImage({
    basis,
    newest: basis,
    programmes: undefined,
    ledger: [],
    catalogue: new Map(),
    sequence: 2,
    generation: 1,
    capturedAt: 1_795_000_000,
    capacity: 8_000,
    ...over,
  });
  if (!composed.ok) throw new Error(composed.failure.detail);
  return composed.value;
};
const balance = (from: CardImage, programme: string) => {
  const cell = from.cells.find((c) => c.programme === programme);
  return cell?.kind === 'points' ? cell.payload.balance : undefined;
};

describe('composing an image', () => {
  test('adds what the backup does not include yet, raises the watermark and names its basis', () => {
    const basis = known({ watermark: { T1: 3 }, transactions: [tx(3, 9)] });
    const ledger = [entry(tx(3, 9), 1), entry(tx(4, 25)), entry(tx(5, 5), 4)];
    const { image: made, added } = compose({ basis, newest: basis, ledger, sequence: 7, generation: 2 });
    expect(balance(made, 'A')).toBe(130);
    expect(added).toHaveLength(2);
    expect(made).toMatchObject({ sequence: 7, generation: 2, source: 'composed', basedOn: basis.digest });
    expect(made.watermark).toEqual({ T1: 5 });
    expect(made.transactions.map((t) => t.counter)).toEqual([3, 4, 5]);
  });

  test('takes chosen programmes from the backup and the rest from the newest image', () => {
    const basis = known({ sequence: 1 });
    const newest = known(
      { sequence: 5, cells: [points('A', 1), points('B', 2), points('C', 3)] },
      'composed',
    );
    const ledger = [entry(tx(1, 40, 'A'), 5), entry(tx(2, 40, 'B'), 5), entry(tx(3, 1, 'B'))];
    const { image: made } = compose({ basis, newest, programmes: ['A', 'C'], ledger, sequence: 6 });
    expect([balance(made, 'A'), balance(made, 'B'), balance(made, 'C')]).toEqual([140, 3, 3]);
  });

  test('an image from elsewhere includes what it lists, and older ones up to its watermark', () => {
    const basis = known(
      { capturedAt: 5_000, watermark: { T1: 12 }, transactions: [tx(9, 1), tx(12, 1)] },
      'recorded',
    );
    const dated = { ...tx(8, 64), at: 5_001 };
    const ledger = [7, 9, 10, 12, 13].map((counter) => entry(tx(counter, 1)));
    const { added } = compose({ basis, newest: basis, ledger: [...ledger, entry(dated)] });
    expect(added.map((t) => t.counter).sort((a, b) => a - b)).toEqual([8, 10, 13]);
  });

  test('drops coupons that expired before today', () => {
    const coupons = [
      { id: 'OLD', title: 'Old', usesLeft: 1, expiresOn: '2026-11-17' },
      { id: 'TODAY', title: 'Today', usesLeft: 1, expiresOn: '2026-11-18' },
      { id: 'EVER', title: 'Ever', usesLeft: 1 },
    ];
    const cell: Cell = { programme: 'C', owner: 'o', kind: 'coupons', version: 1, payload: { coupons } };
    const basis = known({ cells: [cell] });
    const { image: made } = compose({ basis, newest: basis, capturedAt: Date.UTC(2026, 10, 18) / 1000 });
    expect(made.cells[0]?.payload).toEqual({ coupons: coupons.slice(1) });
  });

  test('drops the oldest recent transactions to fit the slot, then fails rather than lose value', () => {
    const ledger = Array.from({ length: 30 }, (_, n) => entry(tx(n + 1, 1)));
    const slot = 500;
    const { image: made } = compose({ ledger, capacity: slot - envelopeBytes(SIGNER.keyId) });
    expect(balance(made, 'A')).toBe(130);
    expect(made.transactions.length).toBeGreaterThan(0);
    expect(made.transactions.at(-1)?.counter).toBe(30);
    expect(signImage(made, SIGNER).length).toBeLessThanOrEqual(slot);
    const basis = known();
    expect(
      composeImage({
        basis,
        newest: basis,
        programmes: undefined,
        ledger,
        catalogue: new Map(),
        sequence: 2,
        generation: 1,
        capturedAt: 0,
        capacity: 60,
      }),
    ).toMatchObject({ ok: false, failure: { code: 'image-too-large' } });
  });

  test('the envelope never takes more than is set aside for it', () => {
    for (const balanceOf of [0, 1_000_000])
      for (const count of [0, 1, 40, 300]) {
        const one = image({
          cells: [points('A', balanceOf)],
          transactions: Array.from({ length: count }, (_, n) => tx(n, 1)),
        });
        const overhead = signImage(one, SIGNER).length - encodeImage(one).length;
        expect(overhead).toBeLessThanOrEqual(envelopeBytes(SIGNER.keyId));
      }
  });

  test('value is conserved, whatever the order, the repetitions and the images in between', () => {
    const key = {
      terminal: fc.constantFrom('T1', 'T2', 'T3'),
      counter: fc.integer({ min: 1, max: 40 }),
      at: fc.integer({ min: 0, max: 4_000_000_000 }),
    };
    const ofCoupons = fc.record({
      ...key,
      programme: fc.constant('C'),
      action: fc.constantFrom('issue', 'redeem', 'adjust', 'refund') as fc.Arbitrary<Transaction['action']>,
      item: fc.constantFrom('K', 'L'),
      amount: fc.integer({ min: -4, max: 4 }),
    });
    const coupons = { id: 'K', title: 'Coffee', usesLeft: 3 };
    const withCoupons: Cell = {
      programme: 'C',
      owner: 'o',
      kind: 'coupons',
      version: 1,
      payload: { coupons: [coupons] },
    };
    const first = known({ cells: [points('A', 100), points('B', 10), withCoupons] });
    const ofBalances: fc.Arbitrary<Transaction> = fc.record({
      ...key,
      programme: fc.constantFrom('A', 'B', 'UNKNOWN'),
      action: fc.constantFrom('earn', 'spend', 'adjust', 'refund', 'topup') as fc.Arbitrary<
        Transaction['action']
      >,
      amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    const transactions = fc.uniqueArray(fc.oneof(ofBalances, ofCoupons), {
      selector: (t) => `${t.terminal} ${t.counter}`,
      maxLength: 40,
    });
    const batches = fc.array(
      transactions.map((list) => list.slice(0, 12)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(batches, fc.infiniteStream(fc.nat()), (posted, picks) => {
        // As in the ledger: the first body under a key stays, and an image marks what it is the first to include.
        const ledger = new Map<string, { transaction: Transaction; includedSequence: number | null }>();
        const images = [first];
        for (const [n, batch] of posted.entries()) {
          for (const transaction of batch) {
            const key = `${transaction.terminal} ${transaction.counter}`;
            if (!ledger.has(key)) ledger.set(key, { transaction, includedSequence: null });
          }
          const basis = images[(picks.next().value ?? 0) % images.length] ?? first;
          const entries = [...ledger.values()].map((row) => ({ ...row, problem: null }));
          const shuffled = entries.toSorted((a, b) => a.transaction.amount - b.transaction.amount);
          const sequence = n + 2;
          const { image: made, problems } = compose({ basis, newest: basis, ledger: shuffled, sequence });
          const failed = new Set(problems.map((p) => p.transaction));
          for (const row of ledger.values())
            if (!failed.has(row.transaction)) row.includedSequence ??= sequence;
          images.push({ image: made, origin: 'composed', digest: digestOf(encodeImage(made)) });
          for (const [programme, start] of [
            ['A', 100],
            ['B', 10],
          ] as const) {
            const own = [...ledger.values()].filter((row) => row.transaction.programme === programme);
            const sum = own.reduce<number>((total, row) => total + row.transaction.amount, start);
            expect(balance(made, programme)).toBe(sum);
          }
          // What was applied once stays applied, whichever backup is the basis; the rest is reported and waits.
          for (const row of ledger.values())
            expect(row.includedSequence === null).toBe(failed.has(row.transaction));
          const uses = made.cells.flatMap((cell) => (cell.kind === 'coupons' ? cell.payload.coupons : []));
          for (const { usesLeft } of uses) expect(usesLeft).toBeGreaterThanOrEqual(0);
          const applied = [...ledger.values()].filter(
            (row) => row.transaction.programme === 'C' && row.includedSequence !== null,
          );
          expect(uses.reduce((total, { usesLeft }) => total + usesLeft, 0)).toBe(
            applied.reduce((total, row) => total + usesOf(row.transaction), 3),
          );
        }
      }),
    );
  });
});
