import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import type { TokenStatus } from '../../shared/contract/transfer.ts';
import { toInstant } from '../images/rows.ts';
import type { Trx } from '../store/store.ts';
import {
  type PatchToken,
  type TokenDetailSchema,
  type TokenSummary,
  TokenSummarySchema,
} from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import { lockToken, type TokenRow } from './lock.ts';
import { once, type RequestKey } from './once.ts';
import { imageRefusal, type Outcome, refuse, tokenUnknown } from './refusal.ts';
import { requestsOf } from './requests.ts';
import { listVisits } from './visit-list.ts';

const summaries = (trx: Trx) =>
  trx
    .selectFrom('tokens')
    .innerJoin('accounts', 'accounts.account_ref', 'tokens.account_ref')
    .leftJoin('hotlist', 'hotlist.token_id', 'tokens.token_id')
    .leftJoin('persons', 'persons.person_ref', 'tokens.person_ref')
    .selectAll('tokens')
    .select([
      'accounts.holder',
      'persons.name as person_name',
      'hotlist.reason as hotlist_reason',
      'hotlist.listed_at',
    ]);

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['executeTakeFirstOrThrow']>>;

const summaryOf = (row: SummaryRow): TokenSummary =>
  TokenSummarySchema.parse({
    tokenId: row.token_id,
    issuer: row.issuer,
    kind: row.kind,
    generation: row.generation,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    slotSize: row.slot_size,
    slots: row.slots,
    account: { accountRef: row.account_ref, holder: row.holder },
    person: row.person_ref === null ? null : { personRef: row.person_ref, name: row.person_name },
    status: row.status,
    reported:
      row.reported_as === null || row.reported_at === null
        ? null
        : { as: row.reported_as, at: toInstant(row.reported_at), by: row.reported_by },
    successorId: row.successor_id,
    predecessorId: row.predecessor_id,
    syncQuota:
      row.quota_syncs === null || row.quota_sync_days === null
        ? null
        : { synchronizations: row.quota_syncs, days: row.quota_sync_days },
    quota:
      row.quota_updates === null || row.quota_days === null
        ? null
        : { updates: row.quota_updates, days: row.quota_days },
    hotlisted:
      row.hotlist_reason === null || row.listed_at === null
        ? null
        : { reason: row.hotlist_reason, listedAt: toInstant(row.listed_at) },
  });

/** The registered tokens in the order of their ids, from the one after `after`. */
export async function listTokens(deps: HostDeps, limit: number, after = ''): Promise<TokenSummary[]> {
  const rows = await deps.store.transact((trx) =>
    summaries(trx).where('tokens.token_id', '>', after).orderBy('tokens.token_id').limit(limit).execute(),
  );
  return rows.map(summaryOf);
}

/** All that is on file about one token. */
export async function showToken(
  deps: HostDeps,
  tokenId: string,
): Promise<Outcome<z.infer<typeof TokenDetailSchema>>> {
  const found = await deps.store.transact(async (trx) => {
    const row = await summaries(trx).where('tokens.token_id', '=', tokenId).executeTakeFirst();
    return row === undefined
      ? undefined
      : { summary: summaryOf(row), requests: await requestsOf(trx, tokenId) };
  });
  if (found === undefined) return tokenUnknown(tokenId);
  const listed = await deps.images.backups({ tokenId });
  if (!listed.ok) return imageRefusal(listed.failure);
  const visits = await listVisits(deps, { tokenId, limit: 20 });
  return ok({ ...found.summary, requests: found.requests, backups: listed.value.backups, visits });
}

/** As if it had never been out of its holder's hands. */
const UNREPORTED = {
  reported_as: null,
  reported_at: null,
  reported_by: null,
  successor_id: null,
  replaced_by_job: null,
  found_at: null,
};

/** The back office says what a token is: with that a report is made, or taken back. */
function statusChange(row: TokenRow, status: TokenStatus | undefined, now: number) {
  if (status === undefined || status === row.status) return {};
  if (status === 'active') return { status, ...UNREPORTED };
  if (status === 'superseded' || status === 'retired') return { status };
  return {
    status,
    reported_as: status,
    reported_at: row.reported_at ?? now,
    reported_by: row.reported_by ?? 'back-office',
  };
}

/** Changes what is on file; a token that was given generation n is no longer accepted with a lower one. */
async function applyPatch(
  trx: Trx,
  tokenId: string,
  patch: PatchToken,
  now: number,
): Promise<Outcome<TokenSummary>> {
  const row = await lockToken(trx, tokenId);
  if (row === undefined) return tokenUnknown(tokenId);
  const validFrom = patch.validFrom ?? row.valid_from;
  const validTo = patch.validTo ?? row.valid_to;
  if (validFrom > validTo)
    return refuse('not-possible', 'validity-empty', 'validFrom must not be after validTo.');
  await trx
    .updateTable('tokens')
    .set({
      valid_from: validFrom,
      valid_to: validTo,
      generation: patch.generation ?? row.generation,
      ...statusChange(row, patch.status, now),
      ...(patch.quota === undefined
        ? {}
        : { quota_updates: patch.quota?.updates ?? null, quota_days: patch.quota?.days ?? null }),
      ...(patch.syncQuota === undefined
        ? {}
        : {
            quota_syncs: patch.syncQuota?.synchronizations ?? null,
            quota_sync_days: patch.syncQuota?.days ?? null,
          }),
    })
    .where('token_id', '=', tokenId)
    .execute();
  return ok(summaryOf(await summaries(trx).where('tokens.token_id', '=', tokenId).executeTakeFirstOrThrow()));
}

/** `PATCH /v1/tokens/:id`. */
export async function patchToken(
  deps: HostDeps,
  tokenId: string,
  patch: PatchToken,
  key: RequestKey | null = null,
): Promise<Outcome<TokenSummary>> {
  const now = deps.now();
  return await deps.store.transact((trx) =>
    once(trx, { key, now, answer: TokenSummarySchema }, () => applyPatch(trx, tokenId, patch, now)),
  );
}
