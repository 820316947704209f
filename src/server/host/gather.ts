import { z } from 'zod';
import type { TokenReport } from '../../shared/contract/host.ts';
import { RequestReasonSchema } from '../../shared/contract/host.ts';
import { isJob, TokenStatusSchema } from '../../shared/contract/transfer.ts';
import { CriteriaSchema } from '../images/select.ts';
import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { openElsewhere } from './elsewhere.ts';
import type { HostFacts, PendingRequest, TokenRecord } from './facts.ts';
import { interruptedWrite } from './job/last-write.ts';
import type { TokenRow } from './lock.ts';

export const tokenRecord = (row: TokenRow): TokenRecord => ({
  tokenId: row.token_id,
  accountRef: row.account_ref,
  generation: row.generation,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  status: TokenStatusSchema.parse(row.status),
});

/** The request that is served next: the one on the token if the host knows it, else the oldest. */
export async function pendingRequest(
  trx: Trx,
  tokenId: string,
  indicatorId: string,
): Promise<PendingRequest | null> {
  const rows = await trx
    .selectFrom('requests')
    .select(['request_id', 'reason', 'criteria'])
    .where('token_id', '=', tokenId)
    .where('status', '=', 'pending')
    .orderBy('requested_at')
    .orderBy('request_id')
    .execute();
  const row = rows.find((r) => r.request_id === indicatorId) ?? rows[0];
  if (row === undefined) return null;
  return {
    requestId: row.request_id,
    reason: RequestReasonSchema.parse(row.reason),
    criteria: CriteriaSchema.parse(JSON.parse(row.criteria)),
  };
}

export const DAY_MS = 86_400_000;

const MadeSchema = z.looseObject({ digest: z.string().optional(), reason: z.string().optional() });

async function quotaUsed(trx: Trx, row: TokenRow, nowMs: number): Promise<boolean> {
  if (row.quota_updates === null || row.quota_days === null) return false;
  const updated = await trx
    .selectFrom('visits')
    .select(['visit_id', 'answer', 'image_answer'])
    .where('token_id', '=', row.token_id)
    .where('outcome', '=', 'updated')
    .where('opened_at', '>', nowMs - row.quota_days * DAY_MS)
    // What the clock dated later, before it was set right, would count for as long as it was wrong.
    .where('opened_at', '<=', nowMs)
    // What a job writes has a quota of its own.
    .where('visit_id', 'not in', (eb) =>
      eb.selectFrom('transfers').select('transfer_id').where('token_id', '=', row.token_id),
    )
    .execute();
  // Of an update that one kiosk began and another one finished both may tell: it is one image, and counts once.
  const images = updated.flatMap(({ visit_id, answer, image_answer }) => {
    const { digest, reason } = MadeSchema.parse(JSON.parse(image_answer ?? answer ?? '{}'));
    // A visit of its own can finish what a job began.
    return isJob(reason) ? [] : [digest ?? visit_id];
  });
  return new Set(images).size >= row.quota_updates;
}

export async function isHotlisted(trx: Trx, tokenId: string): Promise<boolean> {
  const listed = await trx
    .selectFrom('hotlist')
    .select('token_id')
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  return listed !== undefined;
}

export interface Presentation {
  readonly kiosk: string;
  readonly report: TokenReport;
}

/** All that the host knows of the token that presents itself. The caller holds its lock. */
export async function gatherFacts(
  deps: HostDeps,
  trx: Trx,
  row: TokenRow | undefined,
  { kiosk, report }: Presentation,
): Promise<HostFacts> {
  const nowMs = deps.now();
  const base = { now: Math.floor(nowMs / 1000), report };
  if (row === undefined)
    return {
      ...base,
      token: null,
      hotlisted: false,
      quotaUsed: false,
      openElsewhere: false,
      pending: null,
      interrupted: null,
    };
  return {
    ...base,
    token: tokenRecord(row),
    hotlisted: await isHotlisted(trx, row.token_id),
    quotaUsed: await quotaUsed(trx, row, nowMs),
    openElsewhere: await openElsewhere(deps, trx, row.token_id, { kiosk, jobId: null }),
    pending: await pendingRequest(trx, row.token_id, report.indicator.requestId),
    interrupted: await interruptedWrite(trx, report, nowMs),
  };
}
