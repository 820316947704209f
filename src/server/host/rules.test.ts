import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REFUSE_REASONS, type UpdateDecision } from '../../shared/contract/host.ts';
import { CLEAR, IDENTITY, requested } from '../testing/kit.ts';
import type { Facts } from './facts.ts';
import { ADMISSION_RULES, admit, decide, IMAGE_RULES } from './rules.ts';

const NOW = 1_795_000_000;
const token = {
  tokenId: IDENTITY.tokenId,
  accountRef: 'ACC-1',
  generation: 1,
  validFrom: 0,
  validTo: 4_000_000_000,
  status: 'active' as const,
};
const report: Facts['report'] = {
  ...IDENTITY,
  image: { digest: 'a'.repeat(64), sequence: 4, length: 300 },
  indicator: CLEAR,
  inactiveDigest: null,
  logSequence: 0,
  logIncluded: 0,
  log: [],
  logLost: 0,
};
const current: Facts = {
  now: NOW,
  report,
  token,
  hotlisted: false,
  quotaUsed: false,
  openElsewhere: false,
  pending: null,
  interrupted: null,
  images: {
    hasBackup: true,
    digestKnown: true,
    highestSequence: 4,
    missingTransactions: 0,
    newerVerified: false,
  },
  sentImage: 'none',
};
const pending = { requestId: '00000000000000aa', reason: 'restore' as const, criteria: {} };
/** What a job was writing when it was interrupted. */
const write = (reason: UpdateDecision['reason']): UpdateDecision => ({
  decision: 'update',
  reason,
  requestId: null,
  requestReason: 'none',
  image: '',
  digest: 'b'.repeat(64),
  sequence: 5,
  chosen: {
    backupId: 'backup',
    sequence: 4,
    capturedAt: '2026-11-22T08:00:00Z',
    recordedBy: 'kiosk-1',
    verified: true,
    why: 'transferred',
    transactionsAdded: 0,
  },
  logIncluded: 0,
  inactiveImage: null,
  currentImage: null,
});
const images = (over: Partial<Facts['images']>) => ({ images: { ...current.images, ...over } });
const reported = (over: Partial<Facts['report']>) => ({ report: { ...report, ...over } });

/** In the order of the table: each row's facts also hold for no row before it. */
const CASES: readonly (readonly [string, Partial<Facts>, string])[] = [
  ['token-unknown', { token: null }, 'refuse'],
  ['token-unknown', reported({ generation: 2 }), 'refuse'],
  ['hotlisted', { hotlisted: true }, 'refuse'],
  ['hotlisted', { token: { ...token, status: 'lost' } }, 'refuse'],
  ['hotlisted', { token: { ...token, status: 'stolen' } }, 'refuse'],
  ['expired', { token: { ...token, validTo: NOW - 1 } }, 'refuse'],
  ['expired', reported({ validTo: NOW - 1 }), 'refuse'],
  ['not-yet-valid', { token: { ...token, validFrom: NOW + 1 } }, 'refuse'],
  ['not-yet-valid', reported({ validFrom: NOW + 1 }), 'refuse'],
  ['superseded', { token: { ...token, generation: 2 } }, 'refuse'],
  ['superseded', { token: { ...token, status: 'superseded' } }, 'refuse'],
  ['superseded', { token: { ...token, status: 'retired' } }, 'refuse'],
  ['quota-used', { quotaUsed: true }, 'refuse'],
  ['open-elsewhere', { openElsewhere: true }, 'refuse'],
  ['image-untrusted', { sentImage: 'untrusted' }, 'refuse'],
  ['token-ahead', images({ digestKnown: false }), 'record'],
  ['token-ahead', images({ highestSequence: 3 }), 'record'],
  ['synchronize', { interrupted: write('synchronize') }, 'update'],
  ['replace', { interrupted: write('replace'), quotaUsed: true }, 'update'],
  ['merge', { interrupted: write('merge'), pending }, 'update'],
  [
    'indicator-set',
    {
      ...images({ digestKnown: false }),
      ...reported({ slots: 1, indicator: { ...requested('00000000000000bb'), state: 'in-progress' } }),
    },
    'update',
  ],
  ['no-backup', { ...images({ hasBackup: false }), ...reported({ image: null }) }, 'refuse'],
  ['indicator-set', reported({ indicator: requested('00000000000000bb') }), 'update'],
  ['indicator-set', { pending, ...reported({ indicator: requested('00000000000000bb') }) }, 'update'],
  ['request-pending', { pending, ...reported({ indicator: requested(pending.requestId) }) }, 'update'],
  ['request-pending', { pending }, 'update'],
  ['image-missing', reported({ image: null }), 'update'],
  ['token-behind', images({ missingTransactions: 1 }), 'update'],
  ['token-behind', images({ newerVerified: true }), 'update'],
  ['current', {}, 'current'],
];

const nameOf = (facts: Facts): string => {
  const verdict = decide(facts);
  if (verdict.decision === 'record') return 'token-ahead';
  return verdict.decision === 'current' ? 'current' : verdict.reason;
};

describe('the rules', () => {
  test.each(CASES)('%s', (name, over, decision) => {
    const facts = { ...current, ...over };
    expect(nameOf(facts)).toBe(name);
    expect(decide(facts).decision).toBe(decision);
  });

  test('the last second of its validity still counts', () => {
    expect(nameOf({ ...current, token: { ...token, validTo: NOW, validFrom: NOW } })).toBe('current');
  });

  test('every reason to refuse has its rule', () => {
    const names = [...ADMISSION_RULES, ...IMAGE_RULES].map((rule) => rule.name);
    for (const reason of REFUSE_REASONS) expect(names).toContain(reason);
    expect(new Set(names).size).toBe(names.length);
  });

  test('of two rules that apply the earlier one decides', () => {
    const order = [...ADMISSION_RULES, ...IMAGE_RULES].map((rule) => rule.name);
    fc.assert(
      fc.property(fc.shuffledSubarray([...CASES], { minLength: 2, maxLength: 3 }), (chosen) => {
        const facts: Facts = Object.assign({}, current, ...chosen.map(([, over]) => over));
        const applying = [...ADMISSION_RULES, ...IMAGE_RULES].filter((rule) => rule.when(facts));
        const first = Math.min(...applying.map((rule) => order.indexOf(rule.name)));
        expect(nameOf(facts)).toBe(order[first]);
      }),
    );
  });

  test('a token that is refused at the door is refused whatever its image is', () => {
    for (const [name, over] of CASES.slice(0, 14)) {
      expect(admit({ ...current, ...over })).toEqual({ decision: 'refuse', reason: name });
      expect(
        nameOf({ ...current, ...images({ digestKnown: false, hasBackup: false }), pending, ...over }),
      ).toBe(name);
    }
  });
});
