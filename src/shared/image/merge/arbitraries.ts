import fc from 'fast-check';
import { codeOf, sortCells } from '../canonical.ts';
import type { Cell, Coupon, Transaction } from '../model.ts';
import type { ImageContent } from './state.ts';
import { arbitraryUse, playOffline } from './testing.ts';

const small = fc.integer({ min: 0, max: 3 });
const head = { programme: 'CAFE', owner: 'owner' };

/** Titles follow the id and contents the version where a law holds only for what the issuer signed in order. */
const otherCells = (orderly: boolean): fc.Arbitrary<Cell[]> => {
  const title = orderly ? fc.constant('Title') : fc.constantFrom('One', 'Other');
  const coupon = fc
    .record({ id: fc.constantFrom('C1', 'C2', 'C3', 'C4'), title, usesLeft: small })
    .map((c): Coupon => (c.id === 'C4' ? { ...c, expiresOn: '2030-01-01' } : c));
  const coupons = fc
    .tuple(small, fc.uniqueArray(coupon, { selector: (c) => c.id }))
    .map(([version, list]): Cell => ({ ...head, kind: 'coupons', version, payload: { coupons: list } }));
  const ticket = fc.tuple(small, title).map(
    ([version, words]): Cell => ({
      ...head,
      kind: 'ticket',
      version,
      payload: { title: words, reference: `R${version}` },
    }),
  );
  const preference = fc.record({
    key: fc.constantFrom('mail', 'sms', 'lang'),
    value: orderly ? fc.boolean() : fc.constantFrom(true, false, 'de', 'fr'),
    changedAt: small,
  });
  const preferences = fc
    .uniqueArray(preference, { selector: (p) => p.key })
    .map((entries): Cell => ({ ...head, kind: 'preferences', version: 1, payload: { entries } }));
  const byte = orderly ? fc.constant(7) : fc.integer({ min: 7, max: 8 });
  const opaque = byte.map(
    (n): Cell => ({ ...head, kind: 'opaque', code: 9, version: 1, payload: { bytes: Uint8Array.of(n) } }),
  );
  const maybe = (cell: fc.Arbitrary<Cell>) => fc.option(cell, { nil: undefined });
  return fc
    .tuple(maybe(coupons), maybe(ticket), maybe(preferences), maybe(opaque))
    .map((cells) => cells.filter((cell) => cell !== undefined));
};

/** Images of devices that were used offline, each with cells of its own besides. */
export const devices = (count: number, orderly: boolean): fc.Arbitrary<ImageContent[]> =>
  fc
    .tuple(
      fc.array(arbitraryUse(count), { maxLength: 6 }),
      fc.array(arbitraryUse(count), { maxLength: 12 }),
      fc.tuple(...Array.from({ length: count }, () => otherCells(orderly))),
    )
    .map(([past, uses, others]) =>
      playOffline(past, uses, count).devices.map((device, n) => ({
        ...device,
        cells: sortCells([...device.cells, ...(others[n] ?? [])]),
      })),
    );
/** Two such devices. */
export const pair = (orderly = false) =>
  devices(2, orderly).map(([a, b]) => [a, b] as [ImageContent, ImageContent]);

/** Two images of which the second may also list one transaction with another body, or have a cell of a later version. */
export const forged = fc
  .tuple(pair(), fc.boolean(), fc.option(fc.nat(6), { nil: undefined }))
  .map(([[a, b], forge, later]): [ImageContent, ImageContent] => [
    a,
    {
      ...b,
      transactions: b.transactions.map((t, n): Transaction => (forge && n === 0 ? { ...t, amount: 9 } : t)),
      cells: b.cells.map((cell, n) => (n === later ? notUnderstood(cell) : cell)),
    },
  ]);

function notUnderstood(cell: Cell): Cell {
  const { programme, owner, version } = cell;
  const payload = { bytes: Uint8Array.of(1, 2, 3) };
  return { programme, owner, version, kind: 'opaque', code: codeOf(cell), payload };
}
