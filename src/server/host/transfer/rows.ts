import type { Selectable } from 'kysely';
import { type TokenReport, TokenReportSchema } from '../../../shared/contract/host.ts';
import { ok } from '../../../shared/contract/result.ts';
import {
  type DeviceRole,
  type JobKind,
  type TransferAnswer,
  TransferAnswerSchema,
  type TransferRefusal,
} from '../../../shared/contract/transfer.ts';
import type { JobsTable, TransfersTable } from '../../store/schema.ts';
import type { Trx } from '../../store/store.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { referenceOf } from '../visit-rows.ts';

export type TransferRow = Selectable<TransfersTable>;
export type JobRow = Selectable<JobsTable>;

const AnswerSchema = TransferAnswerSchema.shape.answer;

/** What the host says of the device by now; `undefined` while it is being found out. */
export function answerOf(row: TransferRow): TransferAnswer | undefined {
  const latest = row.image_answer ?? row.answer;
  return latest === null ? undefined : AnswerSchema.parse(JSON.parse(latest));
}

export const reportOf = ({ report }: TransferRow): TokenReport | null =>
  report === null ? null : TokenReportSchema.parse(JSON.parse(report));

export const refused = (
  transferId: string,
  reason: TransferRefusal,
  quotaLeft: number | null,
): Extract<TransferAnswer, { valid: false }> => ({
  valid: false,
  reason,
  reference: referenceOf(transferId),
  quotaLeft,
});

/** How the device's visit is listed: what is to happen with it in the job, or why nothing does. */
export const visitAnswer = (job: JobKind, role: DeviceRole, reason: TransferRefusal | undefined): string => {
  const written = role === 'second' || job === 'merge';
  return JSON.stringify(
    reason === undefined
      ? { decision: written ? 'update' : 'record', reason: job }
      : { decision: 'refuse', reason },
  );
};

export async function transferRow(
  trx: Trx,
  tokenId: string,
  transferId: string,
): Promise<TransferRow | undefined> {
  return await trx
    .selectFrom('transfers')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where('transfer_id', '=', transferId)
    .executeTakeFirst();
}

export async function jobRow(trx: Trx, jobId: string): Promise<JobRow | undefined> {
  return await trx.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst();
}

export const jobUnknown = (jobId: string) =>
  refuse('not-found', 'job-unknown', `This kiosk has begun no job ${jobId}.`);

export interface JobDevices {
  readonly job: JobRow;
  readonly first: TransferRow;
  readonly second: TransferRow;
}

/** The job with both its devices as they were asked about last, for the kiosk that it belongs to. */
export async function jobDevices(trx: Trx, kiosk: string, jobId: string): Promise<Outcome<JobDevices>> {
  const job = await jobRow(trx, jobId);
  if (job === undefined || job.kiosk !== kiosk) return jobUnknown(jobId);
  const find = async (tokenId: string | null, transferId: string | null) =>
    tokenId === null || transferId === null ? undefined : await transferRow(trx, tokenId, transferId);
  const first = await find(job.first_token, job.first_transfer);
  const second = await find(job.second_token, job.second_transfer);
  if (first === undefined || second === undefined)
    return refuse('conflict', 'device-not-asked', 'Ask about both devices with POST /v1/transfers first.');
  return ok({ job, first, second });
}

export interface JobClaim {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly kiosk: string;
  readonly role: DeviceRole;
  readonly tokenId: string;
  readonly transferId: string;
}

/** Puts the device into its place in the job; one that was asked about in that place before is let go. */
export async function claimPlace(trx: Trx, claim: JobClaim, nowMs: number): Promise<Outcome<JobRow>> {
  const { jobId, kind, kiosk, role, tokenId, transferId } = claim;
  await trx
    .insertInto('jobs')
    .values({ job_id: jobId, kind, kiosk, created_at: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const place =
    role === 'first'
      ? { first_token: tokenId, first_transfer: transferId }
      : { second_token: tokenId, second_transfer: transferId };
  const before = await jobRow(trx, jobId);
  if (before === undefined || before.kind !== kind || before.kiosk !== kiosk)
    return refuse('conflict', 'job-conflict', `Job ${jobId} is another one. Use a new id for each job.`);
  const earlier = role === 'first' ? before.first_transfer : before.second_transfer;
  if (earlier !== transferId && (before.used_at !== null || before.ended_as !== null))
    return refuse('conflict', 'job-begun', `Job ${jobId} has its devices already. Begin a new one.`);
  if (earlier !== null && earlier !== transferId)
    await trx
      .updateTable('transfers')
      .set({ ended_as: 'given-up' })
      .where('token_id', '=', (role === 'first' ? before.first_token : before.second_token) ?? '')
      .where('transfer_id', '=', earlier)
      .execute();
  return ok(
    await trx
      .updateTable('jobs')
      .set(place)
      .where('job_id', '=', jobId)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
}
