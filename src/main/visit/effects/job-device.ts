import { ok, type Result } from '../../../shared/contract/result.ts';
import type { Effect } from '../../../shared/visit/effect.ts';
import { readImage } from '../../card/read-image.ts';
import { checkWritable } from '../../card/write.ts';
import type { OpenToken } from '../presentations.ts';
import type { Services } from '../services.ts';
import { type JobReply, logChecked } from './job-reply.ts';

type EffectOf<T extends Effect['type']> = Omit<Extract<Effect, { type: T }>, 'type'>;

/** Asks the host whether the device is valid; one that could not be written is found out before that. */
export async function checkDevice(
  services: Services,
  token: OpenToken,
  { job, role, on }: EffectOf<'check'>,
): Promise<Result<JobReply>> {
  if (role === 'second' || job.kind === 'merge') {
    const writable = checkWritable(token.reading);
    if (!writable.ok) return writable;
  }
  const logged = services.journal.logVisitStarted(on.visitId, on.report.tokenId);
  if (!logged.ok) return logged;
  const answer = await services.host.transfer({
    transferId: on.visitId,
    jobId: job.jobId,
    job: job.kind,
    role,
    kiosk: services.kiosk.id,
    at: new Date(services.now()).toISOString(),
    device: { presence: 'present', token: on.report },
  });
  if (!answer.ok) return answer;
  logChecked(services, on.visitId, answer.value);
  return ok({ type: 'checked', transferId: on.visitId, answer: answer.value });
}

/** Sends the image that the device carries, which the host wants to have as a backup. */
export async function recordDevice(
  services: Services,
  token: OpenToken,
  { on, nonce }: EffectOf<'record-device'>,
): Promise<Result<JobReply>> {
  const image = await readImage(token.session, token.reading);
  if (!image.ok) return image;
  const answer = await services.host.transferImage(on.visitId, nonce, image.value);
  if (!answer.ok) return answer;
  logChecked(services, on.visitId, answer.value);
  return ok({ type: 'checked', transferId: on.visitId, answer: answer.value });
}
