import type { Screen, TokenName } from '../../shared/visit/snapshot.ts';
import type { TextKey } from './catalogue.ts';
import { pathWords } from './job-words.ts';
import type { Text } from './use-text.ts';
import { balancesInWords } from './words.ts';

type Done = Extract<Screen, { screen: 'done' }>;
type Job = NonNullable<NonNullable<Done['receipt']>['job']>;

const jobOf = ({ receipt }: Done): Job | null => receipt?.job ?? null;

/** The two devices of a job: of a merge the one that is written last may be the first. */
export function bothOf({ receipt }: Done): readonly [TokenName, TokenName] | null {
  return receipt?.job == null ? null : [receipt.job.from, receipt.token];
}

/** Both devices of a job lie there to be taken. */
const bothThere = (done: Done, lying: number): boolean =>
  done.tokenPresent && jobOf(done) !== null && lying > 1;

function takeBoth([from, to]: readonly [TokenName, TokenName]): TextKey {
  if (from.kind !== to.kind) return 'jobs.done.both.title';
  return from.kind === 'phone' ? 'jobs.done.bothPhones.title' : 'jobs.done.bothCards.title';
}

/** What is to be taken now. `lying`: how many devices lie on the readers. */
export function doneTitle(done: Done, lying: number, { t }: Text): string {
  const job = jobOf(done);
  const { tokenPresent, forgotten, outcome } = done;
  const both = bothOf(done);
  if (both !== null && bothThere(done, lying)) return t(forgotten ? 'jobs.done.left.title' : takeBoth(both));
  if (forgotten && tokenPresent) return t('screens.done.forgotten.title');
  if (tokenPresent) return t(`screens.done.${outcome}.title`);
  return t(job !== null && lying > 0 ? 'jobs.done.alsoTake.title' : 'screens.done.thanks.title');
}

/** An old one that was not reported as missing works until the host has heard that the new one is written. */
const becameOf = ({ kind, fromStopped }: Job, isHeard: boolean): TextKey =>
  kind === 'replace' && !fromStopped && !isHeard ? 'jobs.done.replaceUnheard' : `jobs.done.${kind}`;

/** What has become of the device, or of both, and what the customer now has. */
export function doneLead(done: Done, lying: number, online: boolean, text: Text): string {
  const { t, format } = text;
  const { outcome, tokenPresent, forgotten, receipt } = done;
  const job = jobOf(done);
  if (forgotten && tokenPresent)
    return t(bothThere(done, lying) ? 'jobs.done.left.lead' : 'screens.done.forgotten.lead');
  if (!tokenPresent && job !== null) return t(lying > 0 ? 'jobs.done.alsoTake.lead' : 'jobs.done.taken');
  if (!tokenPresent) return t('screens.done.thanks.lead');
  const have = receipt === null ? [] : balancesInWords(receipt.change, text);
  return format.sentences([
    t(job === null ? `screens.done.${outcome}.lead` : becameOf(job, receipt?.hostConfirmed ?? false)),
    ...(have.length === 0 ? [] : [t('screens.done.have', { list: format.list(have) })]),
    ...(receipt === null || receipt.hostConfirmed || online ? [] : [t('screens.done.unconfirmed')]),
  ]);
}

/** From which to which, while it may be looked at. */
export function doneNote({ receipt, tokenPresent }: Done, text: Text): string | null {
  return receipt?.job == null || !tokenPresent ? null : pathWords(receipt.job, receipt.token, text);
}

/** The names of the two pictures: what a device held, and what it holds now; a merge's result is on both. */
export function doneHeads(job: Job | null, { t }: Text): { readonly before: string; readonly after: string } {
  const after = t(job?.kind === 'merge' ? 'jobs.done.nowBoth' : 'jobs.done.now');
  return { before: t('jobs.done.before'), after };
}
