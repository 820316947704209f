import type { TransferRefusal } from '../../../shared/contract/transfer.ts';
import type { DeviceFacts, TransferFacts } from './facts.ts';

/** One row of the table: the first whose condition holds is the reason why the device is not valid. */
export interface TransferRule<F> {
  readonly reason: TransferRefusal;
  readonly when: (facts: F) => boolean;
}

const isAbsentFirst = (f: TransferFacts): boolean =>
  f.job === 'replace' && f.role === 'first' && f.report === null;

const isReported = (f: TransferFacts): boolean => f.token !== null && f.token.reportedAs !== null;

/** A lost token cannot be asked to be active, but one that was put out of use for good stays so. */
function isInactive({ token, report }: TransferFacts): boolean {
  if (token === null || token.status === 'active' || token.status === 'superseded') return false;
  return report !== null || token.status === 'retired';
}

const personDiffers = (f: TransferFacts): boolean => {
  const own = f.token?.personRef ?? null;
  const other = f.first?.token.personRef ?? null;
  return own !== null && other !== null && own !== other;
};

/** What the token says of itself, or the first device is, under which the host cannot sign an image for it. */
const isUnfit = ({ token, report, first }: TransferFacts): boolean =>
  token !== null &&
  ((report !== null && (report.issuer !== token.issuer || report.kind !== token.kind)) ||
    (first !== null && first.token.issuer !== token.issuer));

/** Whether the device is served at all. The host alone answers that, before anything of the token is believed. */
export const DEVICE_RULES: readonly TransferRule<TransferFacts>[] = [
  {
    reason: 'token-unknown',
    when: (f) => f.token === null || (f.report?.generation ?? 0) > f.token.generation,
  },
  { reason: 'hotlisted', when: (f) => f.hotlisted && !(isAbsentFirst(f) && isReported(f)) },
  // The token's own dates are the outer bounds: the host can only narrow them.
  {
    reason: 'expired',
    when: (f) => f.now > Math.min(f.token?.validTo ?? 0, f.report?.validTo ?? Infinity),
  },
  {
    reason: 'not-yet-valid',
    when: (f) => f.now < Math.max(f.token?.validFrom ?? 0, f.report?.validFrom ?? 0),
  },
  {
    reason: 'superseded',
    when: (f) =>
      f.token?.status === 'superseded' ||
      (f.report !== null && f.report.generation < (f.token?.generation ?? 0)),
  },
  { reason: 'not-active', when: isInactive },
  { reason: 'first-not-valid', when: (f) => f.role === 'second' && f.first?.valid !== true },
  { reason: 'same-token', when: (f) => f.first !== null && f.first.token.tokenId === f.token?.tokenId },
  {
    reason: 'other-account',
    when: (f) => f.first !== null && f.first.token.accountRef !== f.token?.accountRef,
  },
  { reason: 'other-person', when: personDiffers },
  { reason: 'not-reported', when: (f) => f.job === 'replace' && f.role === 'first' && !isReported(f) },
  { reason: 'open-elsewhere', when: (f) => f.openElsewhere },
  { reason: 'quota-used', when: (f) => f.job === 'synchronize' && f.quotaLeft === 0 },
  { reason: 'schema-unfit', when: isUnfit },
];

/** Whether it can take part with the image that it carries and the room that it has. */
export const CONTENT_RULES: readonly TransferRule<DeviceFacts>[] = [
  {
    reason: 'capacity-unfit',
    when: (f) => f.role === 'second' && f.report !== null && f.needs !== null && f.needs > f.report.slotSize,
  },
  {
    reason: 'image-missing',
    when: (f) => f.job !== 'replace' && f.role === 'first' && (f.report?.image ?? null) === null,
  },
  { reason: 'image-untrusted', when: (f) => f.sentImage === 'untrusted' },
];

const first = <F>(rules: readonly TransferRule<F>[], facts: F): TransferRefusal | undefined =>
  rules.find((rule) => rule.when(facts))?.reason;

/** Why the device is not served, by what the host alone knows; `undefined` when it is. */
export const admitDevice = (facts: TransferFacts): TransferRefusal | undefined => first(DEVICE_RULES, facts);

/** Why the device is not valid for the job; `undefined` when it is. */
export const judgeDevice = (facts: DeviceFacts): TransferRefusal | undefined =>
  admitDevice(facts) ?? first(CONTENT_RULES, facts);
