import type { TokenReport } from '../../../shared/contract/host.ts';
import { type DeviceRole, type JobKind, ReportKindSchema } from '../../../shared/contract/transfer.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import { openElsewhere } from '../elsewhere.ts';
import { isHotlisted, tokenRecord } from '../gather.ts';
import type { TokenRow } from '../lock.ts';
import type { DeviceRecord, FirstDevice, TransferFacts } from './facts.ts';
import { quotaLeft } from './quota.ts';
import { answerOf, type JobRow, transferRow } from './rows.ts';

export const deviceRecord = (row: TokenRow): DeviceRecord => ({
  ...tokenRecord(row),
  issuer: row.issuer,
  kind: row.kind,
  personRef: row.person_ref,
  reportedAs: row.reported_as === null ? null : ReportKindSchema.parse(row.reported_as),
});

async function tokenRow(trx: Trx, tokenId: string): Promise<TokenRow | undefined> {
  return await trx.selectFrom('tokens').selectAll().where('token_id', '=', tokenId).executeTakeFirst();
}

async function firstDevice(trx: Trx, job: JobRow, nowMs: number): Promise<FirstDevice | null> {
  const { first_token: tokenId, first_transfer: transferId } = job;
  if (tokenId === null || transferId === null) return null;
  const token = await tokenRow(trx, tokenId);
  const transfer = await transferRow(trx, tokenId, transferId);
  if (token === undefined || transfer === undefined) return null;
  const valid =
    answerOf(transfer)?.valid === true && transfer.ended_as === null && transfer.holds_until > nowMs;
  return { token: deviceRecord(token), valid };
}

export interface AskedDevice {
  readonly job: JobRow;
  readonly kind: JobKind;
  readonly role: DeviceRole;
  readonly report: TokenReport | null;
}

/** All that the host knows of the device that is asked about. The caller holds its lock. */
export async function gatherDevice(
  deps: HostDeps,
  trx: Trx,
  row: TokenRow | undefined,
  { job, kind, role, report }: AskedDevice,
): Promise<TransferFacts> {
  const nowMs = deps.now();
  const asking = { kiosk: job.kiosk, jobId: job.job_id };
  return {
    now: Math.floor(nowMs / 1000),
    job: kind,
    role,
    report,
    token: row === undefined ? null : deviceRecord(row),
    hotlisted: row !== undefined && (await isHotlisted(trx, row.token_id)),
    openElsewhere: row !== undefined && (await openElsewhere(deps, trx, row.token_id, asking)),
    quotaLeft: row === undefined ? null : await quotaLeft(trx, row, job.job_id, nowMs),
    first: role === 'second' ? await firstDevice(trx, job, nowMs) : null,
  };
}
