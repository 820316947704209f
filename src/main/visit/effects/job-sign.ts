import { failure } from '../../../shared/contract/failure.ts';
import type { UpdateDecision } from '../../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { DeviceRole, JobImages } from '../../../shared/contract/transfer.ts';
import { equalBytes } from '../../../shared/image/bytes.ts';
import { encodeImage } from '../../../shared/image/codec.ts';
import type { ImageContent } from '../../../shared/image/merge/state.ts';
import type { CardImage } from '../../../shared/image/model.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import { type Job, type PendingWrite, settlementsOf } from '../../../shared/visit/job/state.ts';
import { acceptUpdate, fromBase64 } from '../images.ts';
import type { Services } from '../services.ts';
import { devicesOf, inputsOf, questionOf } from './job-compose.ts';
import { jobDraft } from './job-record.ts';
import type { JobReply } from './job-reply.ts';
import { changeTo, type KeptInputs, type OpenInputs, resultOf } from './job-result.ts';

type SignEffect = Extract<Effect, { type: 'sign' }>;

/** Order in which a job's images are written: the device that the customer came to fill is done first. */
const WRITE_ORDER: readonly DeviceRole[] = ['second', 'first'];

const malformed = (detail: string) => fail(failure('host-answer-malformed', detail));

/** Whether the image carries what was shown and nothing else; its head is the device's own. */
const carries = (image: CardImage, shown: ImageContent): boolean =>
  equalBytes(encodeImage(image), encodeImage({ ...image, ...shown }));

/** All that must hold of an image that was signed for a device, before anybody touches the device. */
function accept(
  services: Services,
  job: Job,
  role: DeviceRole,
  decision: UpdateDecision,
  shown: ImageContent,
  inputs: OpenInputs,
): Result<PendingWrite> {
  const { on } = devicesOf(job)[role];
  if (on === null) return malformed(`an image for the absent ${role} device`);
  const { report } = on;
  if (decision.reason !== job.kind) return malformed(`an image to ${decision.reason}, asked to ${job.kind}`);
  const accepted = acceptUpdate(services, report, fromBase64(decision.image), decision);
  if (!accepted.ok) return accepted;
  const { image } = accepted.value;
  if (image.issuer !== report.issuer || !carries(image, shown))
    return malformed(`the image for the ${role} device is not what was shown`);
  return ok({ role, decision, change: changeTo(inputs[role], shown, inputs.first) });
}

function acceptAll(
  services: Services,
  job: Job,
  images: JobImages,
  shown: ImageContent,
  inputs: OpenInputs,
): Result<readonly PendingWrite[]> {
  if ((images.first !== null) !== (job.kind === 'merge'))
    return malformed(`images for ${images.first === null ? 'one device' : 'two devices'} of a ${job.kind}`);
  const writes: PendingWrite[] = [];
  for (const role of WRITE_ORDER) {
    const decision = images[role];
    if (decision === null) continue;
    const accepted = accept(services, job, role, decision, shown, inputs);
    if (!accepted.ok) return accepted;
    writes.push(accepted.value);
  }
  return ok(writes);
}

/**
 * Journals what was agreed to, has the images signed, and holds them against what was shown. Failures: those of the
 * host, the journal and `acceptUpdate`; `host-answer-malformed` for an image that is not what was shown;
 * `action-not-possible` while a conflict is open.
 */
export async function sign(
  services: Services,
  kept: KeptInputs,
  { job, settled }: Pick<SignEffect, 'job' | 'settled'>,
): Promise<Result<JobReply>> {
  const inputs = inputsOf(kept, job);
  if (!inputs.ok) return inputs;
  const settlements = settlementsOf(settled);
  const { content } = resultOf(job.kind, inputs.value, settlements);
  if (content === null) return fail(failure('action-not-possible', 'a conflict is open'));
  const agreed = services.journal.logJobAgreed(jobDraft(job, settlements));
  if (!agreed.ok) return agreed;
  const { first, second } = inputs.value;
  const answer = await services.host.jobImages(job.jobId, {
    ...questionOf(services, job),
    inputs: { first: first.digest, second: second?.digest ?? null },
    settlements,
    staff: job.staff?.id ?? null,
  });
  if (!answer.ok) return answer;
  if (!answer.value.valid) {
    const { reason, reference } = answer.value;
    return ok({ type: 'job-refused', reason, reference });
  }
  const writes = acceptAll(services, job, answer.value, content, inputs.value);
  if (!writes.ok) return writes;
  services.log('images-signed', {
    jobId: job.jobId,
    job: job.kind,
    staff: job.staff?.id ?? null,
    sequences: writes.value.map(({ role, decision }) => `${role} ${decision.sequence}`),
  });
  return ok({ type: 'images-signed', writes: writes.value });
}
