import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS, type Transaction } from '../image/model.ts';
import { asciiText, bytesHex, uint } from '../testing/arbitraries.ts';
import { must } from '../testing/results.ts';
import { type CommitRecord, EF_COMMIT, INDICATOR_STATES, REQUEST_REASONS } from './ef-commit.ts';
import { EF_LOG, type LogRecord } from './ef-log.ts';
import { EF_TOKEN, type TokenIdentity } from './ef-token.ts';

const identity: fc.Arbitrary<TokenIdentity> = fc.record({
  tokenId: bytesHex(8),
  issuer: asciiText(8),
  kind: fc.constantFrom('card', 'phone'),
  generation: uint(16),
  validFrom: uint(32),
  validTo: uint(32),
  slotSize: fc.integer({ min: 1, max: 32_767 }),
  slots: fc.constantFrom(1, 2),
  pageSize: fc.integer({ min: 1, max: 255 }),
  maxCommandData: fc.integer({ min: 1, max: 65_535 }),
  maxResponseData: fc.integer({ min: 1, max: 65_535 }),
  logRecords: uint(8),
});

const commit: fc.Arbitrary<CommitRecord> = fc.record({
  sequence: uint(32),
  slot: fc.constantFrom('A', 'B', null),
  imageSequence: uint(32),
  imageLength: uint(16),
  digest: bytesHex(32),
  indicator: fc.record({
    state: fc.constantFrom(...INDICATOR_STATES),
    requestId: bytesHex(8),
    reason: fc.constantFrom(...REQUEST_REASONS),
    requestedAt: uint(32),
  }),
  logSequence: uint(32),
});

const transaction: fc.Arbitrary<Transaction> = fc.record(
  {
    terminal: asciiText(8),
    counter: uint(32),
    at: uint(32),
    programme: asciiText(12),
    action: fc.constantFrom(...ACTIONS),
    amount: fc.maxSafeInteger(),
    item: asciiText(16),
  },
  { requiredKeys: ['terminal', 'counter', 'at', 'programme', 'action', 'amount'] },
);
const log: fc.Arbitrary<LogRecord> = fc.record({ logSequence: uint(32), transaction });

test('every identity comes back from EF.TOKEN as it was', () => {
  fc.assert(
    fc.property(identity, (value) => {
      expect(must(EF_TOKEN.decode(EF_TOKEN.encode(value)))).toEqual(value);
    }),
  );
});

test('every commit record comes back as it was', () => {
  fc.assert(
    fc.property(commit, (value) => {
      expect(must(EF_COMMIT.decode(EF_COMMIT.encode(value)))).toEqual(value);
    }),
  );
});

test('every log record comes back as it was', () => {
  fc.assert(
    fc.property(log, (value) => {
      expect(must(EF_LOG.decode(EF_LOG.encode(value)))).toEqual(value);
    }),
  );
});
