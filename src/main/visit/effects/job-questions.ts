import { assertNever, ok, type Result } from '../../../shared/contract/result.ts';
import type { Customer } from '../../../shared/contract/transfer.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import type { Services } from '../services.ts';
import { compose, settleMerge } from './job-compose.ts';
import { type JobReply, logChecked } from './job-reply.ts';
import type { KeptInputs } from './job-result.ts';
import { sign } from './job-sign.ts';

/** What a job asks the host that needs no token. */
export type JobQuestion = Extract<
  Effect,
  { type: 'search' | 'report' | 'offers' | 'check-absent' | 'compose' | 'settle-merge' | 'sign' }
>;
type Question<T extends JobQuestion['type']> = Extract<JobQuestion, { type: T }>;

export const jobIdOf = (effect: JobQuestion): string => ('job' in effect ? effect.job.jobId : effect.jobId);

async function search(services: Services, { by, value }: Question<'search'>): Promise<Result<JobReply>> {
  const found = await services.host.searchCustomers({ kiosk: services.kiosk.id, by, value });
  if (found.ok) return ok({ type: 'customers-found', customers: found.value });
  // The host refuses what is no number and what is not on file: for staff, nobody was found.
  return found.failure.code === 'host-request-refused'
    ? ok({ type: 'customers-found', customers: [] })
    : found;
}

async function reportLost(services: Services, effect: Question<'report'>): Promise<Result<JobReply>> {
  const { jobId, customer, tokenId, report, staff } = effect;
  const request = { kiosk: services.kiosk.id, report, staff: staff?.id ?? null };
  const reported = await services.host.reportToken(jobId, tokenId, request);
  if (!reported.ok) return reported;
  const { status, reportedAt } = reported.value;
  services.log('token-reported', { jobId, lastFour: tokenId.slice(-4), report, staff: request.staff });
  const tokens: Customer['tokens'] = customer.tokens.map((token) =>
    token.tokenId === tokenId ? { ...token, status, reportedAt } : token,
  );
  return ok({ type: 'token-reported', lost: { tokenId, report, customer: { ...customer, tokens } } });
}

async function offers(services: Services, { tokenId }: Question<'offers'>): Promise<Result<JobReply>> {
  const offered = await services.host.backupOffers(tokenId, services.kiosk.id);
  return offered.ok ? ok({ type: 'backups-offered', offers: offered.value }) : offered;
}

async function checkAbsent(
  services: Services,
  { job, transferId, tokenId }: Question<'check-absent'>,
): Promise<Result<JobReply>> {
  const answer = await services.host.transfer({
    transferId,
    jobId: job.jobId,
    job: job.kind,
    role: 'first',
    kiosk: services.kiosk.id,
    at: new Date(services.now()).toISOString(),
    device: { presence: 'absent', tokenId },
  });
  if (!answer.ok) return answer;
  logChecked(services, transferId, answer.value);
  return ok({ type: 'absent-checked', transferId, answer: answer.value });
}

/** Asks the host, or works out, what the job wants to know. */
export async function answerJob(
  services: Services,
  kept: KeptInputs,
  effect: JobQuestion,
): Promise<Result<JobReply>> {
  switch (effect.type) {
    case 'search':
      return search(services, effect);
    case 'report':
      return reportLost(services, effect);
    case 'offers':
      return offers(services, effect);
    case 'check-absent':
      return checkAbsent(services, effect);
    case 'compose':
      return compose(services, kept, effect.job);
    case 'settle-merge':
      return settleMerge(kept, effect.job, effect.settled);
    case 'sign':
      return sign(services, kept, effect);
    default:
      return assertNever(effect);
  }
}
