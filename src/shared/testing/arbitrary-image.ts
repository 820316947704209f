import fc from 'fast-check';
import { ACTIONS, type CardImage, type Cell, IMAGE_SOURCES, type Transaction } from '../image/model.ts';
import { asciiText, bytesHex, uint } from './arbitraries.ts';

/** Any text but lone surrogates, which have no UTF-8. */
const text = (max: number): fc.Arbitrary<string> => fc.string({ unit: 'grapheme', maxLength: max / 4 });
const amount = fc.maxSafeInteger();
const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const payloads = {
  points: fc.record({ balance: amount, label: text(40) }, { requiredKeys: ['balance'] }),
  purse: fc.record({ balance: amount, currency: fc.constantFrom('EUR', 'JPY', 'TRY') }),
  coupons: fc.record({
    coupons: fc.array(
      fc.record(
        { id: asciiText(16), title: text(60), usesLeft: uint(32), expiresOn: date },
        { requiredKeys: ['id', 'title', 'usesLeft'] },
      ),
      { maxLength: 5 },
    ),
  }),
  ticket: fc.record(
    { title: text(60), reference: text(40), validFrom: date, validTo: date, detail: text(120) },
    { requiredKeys: ['title', 'reference'] },
  ),
  membership: fc.record(
    { level: text(40), memberNo: text(40), since: date },
    { requiredKeys: ['level', 'memberNo'] },
  ),
  preferences: fc.record({
    entries: fc.array(
      fc.record({ key: asciiText(24), value: fc.oneof(fc.boolean(), text(60)), changedAt: uint(32) }),
      { maxLength: 5 },
    ),
  }),
  opaque: fc.record({ bytes: fc.uint8Array({ maxLength: 40 }) }),
};

const head = { programme: asciiText(12), owner: asciiText(24), version: uint(32), expiresOn: date };
const required = ['programme', 'owner', 'version', 'kind', 'payload'] as const;
const cell = <K extends keyof typeof payloads>(kind: K) =>
  fc.record(
    { ...head, kind: fc.constant(kind), payload: payloads[kind] as fc.Arbitrary<unknown> },
    { requiredKeys: [...required] },
  );
const opaque = fc.record(
  {
    ...head,
    kind: fc.constant('opaque' as const),
    code: fc.integer({ min: 7, max: 255 }),
    payload: payloads.opaque,
  },
  { requiredKeys: [...required, 'code'] },
);

/** A cell of any kind. */
export const arbitraryCell = fc.oneof(
  cell('points'),
  cell('purse'),
  cell('coupons'),
  cell('ticket'),
  cell('membership'),
  cell('preferences'),
  opaque,
) as fc.Arbitrary<Cell>;

export const arbitraryTransaction: fc.Arbitrary<Transaction> = fc.record(
  {
    terminal: asciiText(8),
    counter: uint(32),
    at: uint(32),
    programme: asciiText(12),
    action: fc.constantFrom(...ACTIONS),
    amount,
    item: asciiText(16),
  },
  { requiredKeys: ['terminal', 'counter', 'at', 'programme', 'action', 'amount'] },
);

/** Any image that the schema allows, of a size that fits a token. */
export const arbitraryImage: fc.Arbitrary<CardImage> = fc.record(
  {
    format: fc.constant(1 as const),
    tokenId: bytesHex(8),
    accountRef: asciiText(24),
    issuer: asciiText(8),
    generation: uint(16),
    sequence: uint(32),
    capturedAt: uint(32),
    source: fc.constantFrom(...IMAGE_SOURCES),
    basedOn: bytesHex(32),
    watermark: fc.dictionary(asciiText(8), uint(32), { maxKeys: 6 }),
    cells: fc.array(arbitraryCell, { maxLength: 8 }),
    transactions: fc.array(arbitraryTransaction, { maxLength: 8 }),
  },
  {
    requiredKeys: [
      'format',
      'tokenId',
      'accountRef',
      'issuer',
      'generation',
      'sequence',
      'capturedAt',
      'source',
      'watermark',
      'cells',
      'transactions',
    ],
  },
);
