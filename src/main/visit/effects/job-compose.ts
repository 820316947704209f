import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { JobInputs } from '../../../shared/contract/transfer.ts';
import { type OpenedImage, openImage } from '../../../shared/image/envelope.ts';
import { openRules } from '../../../shared/image/merge/signed-rules.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import { type Device, type Job, settlementsOf } from '../../../shared/visit/job/state.ts';
import { fromBase64 } from '../images.ts';
import type { Services } from '../services.ts';
import type { JobReply } from './job-reply.ts';
import { type KeptInputs, type OpenInputs, resultOf } from './job-result.ts';

type Settled = Extract<Effect, { type: 'settle-merge' }>['settled'];

/** Both devices of a job that has come so far. The reducer asks for no result before it knows them. */
export function devicesOf({ first, second, jobId }: Job): {
  readonly first: Device;
  readonly second: Device;
} {
  if (first === null || second === null) throw new Error(`job ${jobId} has no two devices yet`);
  return { first, second };
}

const noncesOf = (job: Job) => {
  const { first, second } = devicesOf(job);
  return { first: first.nonce, second: second.nonce };
};

/** What names the job's question to the host, with the backup that staff chose. */
export const questionOf = (services: Services, job: Job) => ({
  kiosk: services.kiosk.id,
  nonces: noncesOf(job),
  ...(job.backupId === null ? {} : { backupId: job.backupId }),
});

const malformed = (detail: string) => fail(failure('host-answer-malformed', detail));

/** A signed image that must be of one of `tokens`. */
function openOf(services: Services, base64: string, tokens: readonly string[]): Result<OpenedImage> {
  const opened = openImage(fromBase64(base64), services.keys);
  if (!opened.ok || tokens.includes(opened.value.image.tokenId)) return opened;
  return malformed(`an input of the token ending ${opened.value.image.tokenId.slice(-4)}`);
}

function openInputs(services: Services, job: Job, answer: JobInputs): Result<OpenInputs> {
  const { first: one, second: other } = devicesOf(job);
  const rules = openRules(fromBase64(answer.rules), services.keys);
  if (!rules.ok) return rules;
  const first = openOf(services, answer.first, [one.tokenId]);
  if (!first.ok) return first;
  const second = answer.second === null ? ok(null) : openOf(services, answer.second, [other.tokenId]);
  if (!second.ok) return second;
  // An image that nobody shows would be written over unseen.
  if ((second.value === null) !== (other.on?.report.image === null))
    return malformed(
      `${second.value === null ? 'no' : 'an'} image of the second device, which says otherwise`,
    );
  const both = [one.tokenId, other.tokenId];
  const base = answer.base === null ? ok(null) : openOf(services, answer.base, both);
  if (!base.ok) return base;
  return ok({ answer, first: first.value, second: second.value, base: base.value, rules: rules.value });
}

function previewed(job: Job, inputs: OpenInputs, settled: Settled): JobReply {
  const { preview } = resultOf(job.kind, inputs, settlementsOf(settled));
  return { type: 'previewed', preview, settled };
}

/** Gets the inputs of the job, checks them, keeps them, and works the result out for a person to see. */
export async function compose(services: Services, kept: KeptInputs, job: Job): Promise<Result<JobReply>> {
  const answer = await services.host.jobInputs(job.jobId, questionOf(services, job));
  if (!answer.ok) return answer;
  if (!answer.value.valid) {
    const { reason, reference } = answer.value;
    return ok({ type: 'job-refused', reason, reference });
  }
  const inputs = openInputs(services, job, answer.value);
  if (!inputs.ok) return inputs;
  kept.set(job.jobId, inputs.value);
  return ok(previewed(job, inputs.value, []));
}

/** The kept inputs of a job; `action-not-possible` once it is over. */
export function inputsOf(kept: KeptInputs, job: Job): Result<OpenInputs> {
  const inputs = kept.get(job.jobId);
  return inputs === undefined ? fail(failure('action-not-possible', 'the job is over')) : ok(inputs);
}

/** Works the merge out again, from the same inputs, with what is settled now. */
export function settleMerge(kept: KeptInputs, job: Job, settled: Settled): Result<JobReply> {
  const inputs = inputsOf(kept, job);
  return inputs.ok ? ok(previewed(job, inputs.value, settled)) : inputs;
}
