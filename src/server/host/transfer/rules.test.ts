import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRANSFER_REFUSALS } from '../../../shared/contract/transfer.ts';
import { CLEAR, IDENTITY } from '../../testing/kit.ts';
import type { DeviceFacts, DeviceRecord } from './facts.ts';
import { admitDevice, CONTENT_RULES, DEVICE_RULES, judgeDevice } from './rules.ts';

const NOW = 1_795_000_000;
const token: DeviceRecord = {
  tokenId: '9280041200009999',
  accountRef: 'ACC-1',
  issuer: 'HARBOUR',
  kind: 'card',
  generation: 1,
  validFrom: 0,
  validTo: 4_000_000_000,
  status: 'active',
  personRef: 'P-1',
  reportedAs: null,
};
const report = {
  ...IDENTITY,
  tokenId: token.tokenId,
  image: { digest: 'a'.repeat(64), sequence: 4, length: 300 },
  indicator: CLEAR,
  inactiveDigest: null,
  logSequence: 0,
  logIncluded: 0,
  log: [],
  logLost: 0,
};
const other = { ...token, tokenId: IDENTITY.tokenId };
const second: DeviceFacts = {
  now: NOW,
  job: 'synchronize',
  role: 'second',
  report,
  token,
  hotlisted: false,
  openElsewhere: false,
  quotaLeft: null,
  first: { token: other, valid: true },
  needs: 300,
  sentImage: 'none',
};
const first: DeviceFacts = { ...second, role: 'first', first: null, needs: null };
const lost: DeviceFacts = {
  ...first,
  job: 'replace',
  report: null,
  hotlisted: true,
  token: { ...token, status: 'lost', reportedAs: 'lost' },
};
const of = (over: Partial<DeviceRecord>) => ({ token: { ...token, ...over } });
const beside = (over: Partial<DeviceRecord>) => ({ first: { token: { ...other, ...over }, valid: true } });

/** In the order of the table: what each row adds to a valid device makes it refused for that reason alone. */
const CASES: readonly (readonly [string, DeviceFacts, Partial<DeviceFacts>])[] = [
  ['token-unknown', second, { token: null }],
  ['token-unknown', first, { report: { ...report, generation: 2 } }],
  ['hotlisted', second, { hotlisted: true }],
  ['hotlisted', lost, { report }],
  ['hotlisted', { ...first, job: 'replace', report: null }, { hotlisted: true }],
  ['expired', second, of({ validTo: NOW - 1 })],
  ['expired', first, { report: { ...report, validTo: NOW - 1 } }],
  ['expired', lost, { token: { ...token, status: 'lost', reportedAs: 'lost', validTo: NOW - 1 } }],
  ['not-yet-valid', second, of({ validFrom: NOW + 1 })],
  ['not-yet-valid', second, { report: { ...report, validFrom: NOW + 1 } }],
  ['superseded', second, of({ status: 'superseded' })],
  ['superseded', second, of({ generation: 2 })],
  ['superseded', lost, of({ status: 'superseded', reportedAs: 'lost' })],
  ['not-active', second, of({ status: 'damaged', reportedAs: 'damaged' })],
  ['not-active', first, of({ status: 'lost' })],
  ['not-active', first, of({ status: 'stolen' })],
  ['not-active', first, of({ status: 'retired' })],
  ['not-active', lost, of({ status: 'retired', reportedAs: 'lost' })],
  ['first-not-valid', second, { first: null }],
  ['first-not-valid', second, { first: { token: other, valid: false } }],
  ['same-token', second, { first: { token, valid: true } }],
  ['other-account', second, beside({ accountRef: 'ACC-2' })],
  ['other-person', second, beside({ personRef: 'P-2' })],
  ['not-reported', { ...first, job: 'replace' }, {}],
  ['not-reported', { ...first, job: 'replace', report: null }, {}],
  ['open-elsewhere', second, { openElsewhere: true }],
  ['quota-used', second, { quotaLeft: 0 }],
  ['quota-used', first, { quotaLeft: 0 }],
  ['schema-unfit', second, beside({ issuer: 'AURORA' })],
  ['schema-unfit', first, { report: { ...report, issuer: 'AURORA' } }],
  ['schema-unfit', first, { report: { ...report, kind: 'phone' } }],
  ['capacity-unfit', second, { needs: 4097 }],
  ['image-missing', first, { report: { ...report, image: null } }],
  ['image-missing', { ...first, job: 'merge' }, { report: { ...report, image: null } }],
  ['image-untrusted', second, { sentImage: 'untrusted' }],
];

describe('why a device is not valid', () => {
  test.each(CASES)('%s', (reason, valid, over) => {
    expect(judgeDevice({ ...valid, ...over })).toBe(reason);
  });

  const allowed: readonly (readonly [string, DeviceFacts])[] = [
    ['a first device', first],
    ['a second device', second],
    ['the absent first device of a replacement that was reported lost', lost],
    [
      'one that was reported damaged',
      { ...lost, hotlisted: false, ...of({ status: 'damaged', reportedAs: 'damaged' }) },
    ],
    ['one that is being upgraded', { ...first, job: 'replace', ...of({ reportedAs: 'upgraded' }) }],
    ['another person where only one is named', { ...second, ...beside({ personRef: null }) }],
    ['the last synchronization that is left', { ...second, quotaLeft: 1 }],
    ['a used quota where nothing is synchronized', { ...second, job: 'merge', quotaLeft: 0 }],
    ['a slot that is just large enough', { ...second, needs: 4096 }],
    ['a second device without an image', { ...second, report: { ...report, image: null } }],
    ['the last second of validity', { ...second, ...of({ validFrom: NOW, validTo: NOW }) }],
  ];
  test.each(allowed)('nothing stands in the way of %s', (_what, facts) => {
    expect(judgeDevice(facts)).toBeUndefined();
  });

  test('the table has the contract’s order and misses none of its reasons but those of a later step', () => {
    const reasons = [...DEVICE_RULES, ...CONTENT_RULES].map((rule) => rule.reason);
    expect(reasons).toEqual(TRANSFER_REFUSALS.slice(0, reasons.length));
    expect(TRANSFER_REFUSALS.slice(reasons.length)).toEqual(['merge-needed', 'no-backup']);
  });

  test('of several reasons the first in the table is given', () => {
    const own = CASES.filter(([, valid]) => valid === second);
    fc.assert(
      fc.property(fc.shuffledSubarray(own, { minLength: 2, maxLength: 4 }), (chosen) => {
        const facts: DeviceFacts = Object.assign({}, second, ...chosen.map(([, , over]) => over));
        const applying = [
          ...DEVICE_RULES.filter((rule) => rule.when(facts)),
          ...CONTENT_RULES.filter((rule) => rule.when(facts)),
        ];
        expect(judgeDevice(facts)).toBe(applying[0]?.reason);
      }),
    );
  });

  test('who is refused at the door is refused whatever the image is', () => {
    for (const [reason, valid, over] of CASES.slice(0, -5))
      expect(admitDevice({ ...valid, ...over })).toBe(reason);
  });
});
