import type { z } from 'zod';
import { ok } from '../../../shared/contract/result.ts';
import {
  DeviceRoleSchema,
  JobKindSchema,
  type TransferAnswer,
  type TransferImageSchema,
} from '../../../shared/contract/transfer.ts';
import { digestOf } from '../../../shared/image/envelope.ts';
import { fromBase64 } from '../../images/rows.ts';
import type { HostDeps } from '../deps.ts';
import { lockToken } from '../lock.ts';
import { imageRefusal, type Outcome, refuse } from '../refusal.ts';
import { tokenOfVisit } from '../visit-rows.ts';
import { gatherDevice } from './gather.ts';
import { type Asked, concludeTransfer, settleTransfer } from './open.ts';
import { answerOf, jobRow, reportOf, transferRow } from './rows.ts';

async function resume(
  deps: HostDeps,
  kiosk: string,
  transferId: string,
  nonce: string,
): Promise<Outcome<{ readonly answer: TransferAnswer } | Asked>> {
  return await deps.store.transact(async (trx) => {
    const tokenId = await tokenOfVisit(trx, transferId);
    const locked = tokenId === undefined ? undefined : await lockToken(trx, tokenId);
    const row = tokenId === undefined ? undefined : await transferRow(trx, tokenId, transferId);
    const job = row === undefined ? undefined : await jobRow(trx, row.job_id);
    if (row === undefined || job === undefined || row.kiosk !== kiosk)
      return refuse('not-found', 'transfer-unknown', `This kiosk has asked about no device ${transferId}.`);
    const answer = row.answer === null ? undefined : answerOf({ ...row, image_answer: null });
    if (answer?.valid !== true || !answer.sendImage)
      return refuse('conflict', 'image-not-asked', 'The host did not ask for the image of this device.');
    if (answer.nonce !== nonce)
      return refuse('conflict', 'nonce-wrong', 'The nonce is not the one of this answer. Ask again.');
    const latest = answerOf(row);
    if (row.image_answer !== null && latest !== undefined) return ok({ answer: latest });
    const asked = {
      job,
      kind: JobKindSchema.parse(row.kind),
      role: DeviceRoleSchema.parse(row.device_role),
      report: reportOf(row),
    };
    return ok({ facts: await gatherDevice(deps, trx, locked, asked), row, job });
  });
}

/** `POST /v1/transfers/:id/image`: keeps the image that was read just now, if it is trusted, and answers again. */
export async function recordTransferImage(
  deps: HostDeps,
  kiosk: string,
  transferId: string,
  { nonce, image }: z.infer<typeof TransferImageSchema>,
): Promise<Outcome<{ transferId: string; answer: TransferAnswer }>> {
  const asked = await resume(deps, kiosk, transferId, nonce);
  if (!asked.ok) return asked;
  if ('answer' in asked.value) return ok({ transferId, answer: asked.value.answer });
  const { facts, row } = asked.value;
  const isReported = digestOf(fromBase64(image)) === facts.report?.image?.digest;
  const recorded = isReported
    ? await deps.images.record({ tokenId: row.token_id, image, recordedBy: kiosk, verified: true })
    : undefined;
  if (recorded?.ok === false && !recorded.failure.code.startsWith('image-'))
    return imageRefusal(recorded.failure);
  const sent = recorded?.ok === true ? 'trusted' : 'untrusted';
  const concluded = await concludeTransfer(deps, asked.value, sent);
  if (!concluded.ok) return concluded;
  return ok({ transferId, answer: await settleTransfer(deps, row, 'image_answer', concluded.value) });
}
