import { JOBS } from '../../shared/contract/transfer.ts';
import type { Facts, HostFacts, Verdict } from './facts.ts';

/** One row of the table: the first whose condition holds decides. */
export interface Rule<F> {
  readonly name: string;
  readonly when: (facts: F) => boolean;
  readonly verdict: Verdict;
}

const refuse = <F>(
  reason: Extract<Verdict, { decision: 'refuse' }>['reason'],
  when: (facts: F) => boolean,
): Rule<F> => ({ name: reason, when, verdict: { decision: 'refuse', reason } });

const update = (
  reason: Extract<Verdict, { decision: 'update' }>['reason'],
  when: (facts: Facts) => boolean,
): Rule<Facts> => ({ name: reason, when, verdict: { decision: 'update', reason } });

/** Whether the token is served at all. The host alone answers that, before anything of the token is believed. */
export const ADMISSION_RULES: readonly Rule<HostFacts>[] = [
  // A generation that the host never issued is not the token that it knows.
  refuse('token-unknown', (f) => f.token === null || f.report.generation > f.token.generation),
  refuse('hotlisted', (f) => f.hotlisted || f.token?.status === 'lost' || f.token?.status === 'stolen'),
  // The token's own dates are the outer bounds: the host can only narrow them.
  refuse('expired', (f) => f.now > Math.min(f.token?.validTo ?? 0, f.report.validTo)),
  refuse('not-yet-valid', (f) => f.now < Math.max(f.token?.validFrom ?? 0, f.report.validFrom)),
  refuse(
    'superseded',
    (f) =>
      f.token?.status === 'superseded' ||
      f.token?.status === 'retired' ||
      f.report.generation < (f.token?.generation ?? 0),
  ),
  // What a job began is not another update.
  refuse('quota-used', (f) => f.quotaUsed && f.interrupted === null),
  refuse('open-elsewhere', (f) => f.openElsewhere),
];

/** What is to be done with a token that is served. */
export const IMAGE_RULES: readonly Rule<Facts>[] = [
  refuse('image-untrusted', (f) => f.sentImage === 'untrusted'),
  {
    name: 'token-ahead',
    when: (f) =>
      f.sentImage === 'none' &&
      f.report.image !== null &&
      !isHalfWritten(f) &&
      (!f.images.digestKnown || f.report.image.sequence > f.images.highestSequence),
    verdict: { decision: 'record' },
  },
  // Ahead of what the token asks for itself: that can be served once it is whole again.
  ...JOBS.map((kind) => update(kind, (f: Facts) => f.interrupted?.reason === kind)),
  refuse('no-backup', (f) => !f.images.hasBackup),
  update('indicator-set', (f) => f.report.indicator.state !== 'clear' && !isPending(f)),
  update('request-pending', (f) => f.pending !== null),
  update('image-missing', (f) => f.report.image === null),
  update('token-behind', (f) => f.images.missingTransactions > 0 || f.images.newerVerified),
  { name: 'current', when: () => true, verdict: { decision: 'current' } },
];

/** With one slot an image that is being written over is not there any more: it cannot be recorded, only replaced. */
const isHalfWritten = ({ report }: HostFacts): boolean =>
  report.slots === 1 && report.indicator.state === 'in-progress';

/** Whether the request on the token is the one that the host has on file. */
const isPending = (f: HostFacts): boolean => f.pending?.requestId === f.report.indicator.requestId;

function first<F>(rules: readonly Rule<F>[], facts: F): Verdict | undefined {
  return rules.find((rule) => rule.when(facts))?.verdict;
}

/** The refusal, or `undefined` for a token that is served. */
export const admit = (facts: HostFacts): Verdict | undefined => first(ADMISSION_RULES, facts);

/** The decision about a token: the first rule that applies, in the order of the two tables. */
export function decide(facts: Facts): Verdict {
  const verdict = admit(facts) ?? first(IMAGE_RULES, facts);
  if (verdict === undefined) throw new Error('The last rule applies always.');
  return verdict;
}
