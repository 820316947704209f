import { ok } from '../../../shared/contract/result.ts';
import {
  DeviceRoleSchema,
  JobKindSchema,
  type TransferAnswer,
  type TransferRefusal,
} from '../../../shared/contract/transfer.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import { lockBoth, type TokenRow } from '../lock.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { gatherDevice } from '../transfer/gather.ts';
import { answerOf, type JobDevices, refused, reportOf, type TransferRow } from '../transfer/rows.ts';
import { admitDevice } from '../transfer/rules.ts';

export interface Nonces {
  readonly first: string;
  readonly second: string;
}
export type Refused = Extract<TransferAnswer, { valid: false }>;

export interface Ready extends JobDevices {
  readonly firstToken: TokenRow;
  readonly secondToken: TokenRow;
}

const conflict = (error: string, message: string) => refuse('conflict', error, message);

/** Whether the nonce is the one that this device was given, and still serves. */
function checkNonce(row: TransferRow, nonce: string, nowMs: number): Outcome<Refused | null> {
  const answer = answerOf(row);
  if (answer?.valid === false) return ok(answer);
  if (answer === undefined || row.nonce === null || row.nonce !== nonce)
    return conflict('nonce-wrong', 'This is not the nonce of the device. Ask about both devices again.');
  if (row.used_at !== null)
    return conflict('nonce-used', 'These nonces have been used. Begin a new job for another one.');
  if (row.ended_as !== null) return conflict('job-ended', 'This job has ended. Begin a new one.');
  if (row.holds_until <= nowMs)
    return conflict('nonce-expired', 'The answers no longer hold. Begin a new job and ask again.');
  if (row.image_answer === null && answer.sendImage)
    return conflict('image-not-sent', 'The host asked for the image of this device. Send it first.');
  return ok(null);
}

/**
 * Whether the job's next step may be taken: the right nonces, and both devices still served. What was true when
 * each was asked about may have changed since, such as a card that was reported stolen in between.
 */
export async function checkJob(
  deps: HostDeps,
  trx: Trx,
  devices: JobDevices,
  nonces: Nonces,
): Promise<Outcome<Ready | Refused>> {
  const { job, first, second } = devices;
  const rows = await lockBoth(trx, [first.token_id, second.token_id]);
  for (const [row, nonce] of [
    [first, nonces.first],
    [second, nonces.second],
  ] as const) {
    const checked = checkNonce(row, nonce, deps.now());
    if (!checked.ok) return checked;
    if (checked.value !== null) return ok(checked.value);
    const asked = {
      job,
      kind: JobKindSchema.parse(row.kind),
      role: DeviceRoleSchema.parse(row.device_role),
      report: reportOf(row),
    };
    const facts = await gatherDevice(deps, trx, rows.get(row.token_id), asked);
    const reason = admitDevice(facts);
    if (reason !== undefined) return ok(refused(row.transfer_id, reason, facts.quotaLeft));
  }
  const firstToken = rows.get(first.token_id);
  const secondToken = rows.get(second.token_id);
  if (firstToken === undefined || secondToken === undefined)
    throw new Error('A token that is not on file was found valid.');
  return ok({ ...devices, firstToken, secondToken });
}

const REFUSALS: Readonly<Record<string, TransferRefusal>> = {
  'action-not-possible': 'no-backup',
  'image-too-large': 'capacity-unfit',
};

/** Why the image server could not make an image for the job, or `undefined` when it is not about the image. */
export const imageReason = (code: string): TransferRefusal | undefined =>
  REFUSALS[code] ?? (code.startsWith('image-') ? 'image-untrusted' : undefined);
