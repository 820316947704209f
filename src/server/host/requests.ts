import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { randomId } from '../images/keys.ts';
import { toInstant } from '../images/rows.ts';
import { type Criteria, CriteriaSchema } from '../images/select.ts';
import type { Trx } from '../store/store.ts';
import { type NewRequest, RequestSchema } from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import { lockToken } from './lock.ts';
import { imageRefusal, type Outcome, refuse, tokenUnknown } from './refusal.ts';
import { scopedCriteria, scopeOf } from './scope.ts';

type Request = z.infer<typeof RequestSchema>;

/** Every request for the token, the newest first. */
export async function requestsOf(trx: Trx, tokenId: string): Promise<Request[]> {
  const rows = await trx
    .selectFrom('requests')
    .selectAll()
    .where('token_id', '=', tokenId)
    .orderBy('requested_at', 'desc')
    .orderBy('request_id')
    .execute();
  return rows.map((row) => {
    const criteria = CriteriaSchema.parse(JSON.parse(row.criteria));
    return RequestSchema.parse({
      requestId: row.request_id,
      reason: row.reason,
      scope: scopeOf(criteria),
      criteria,
      status: row.status,
      requestedAt: toInstant(row.requested_at),
      closedAt: row.closed_at === null ? null : toInstant(row.closed_at),
      closedBy: row.closed_by,
    });
  });
}

/** Refuses programmes that no backup of the token holds: the request could never be served. */
async function checkProgrammes(
  deps: HostDeps,
  tokenId: string,
  { programmes }: Criteria,
): Promise<Outcome<null>> {
  if (programmes === undefined) return ok(null);
  const known = await deps.store.transact((trx) => lockToken(trx, tokenId));
  if (known === undefined) return tokenUnknown(tokenId);
  const held = await deps.images.programmes({ tokenId });
  if (!held.ok) return imageRefusal(held.failure);
  const unheld = programmes.filter((programme) => !held.value.programmes.includes(programme));
  if (unheld.length === 0) return ok(null);
  const message = `No backup of this token holds ${unheld.join(', ')}. They hold: ${held.value.programmes.join(', ') || 'nothing'}.`;
  return refuse('not-possible', 'programme-unknown', message);
}

/** Asks for an update of the token at its next visit. */
export async function requestUpdate(
  deps: HostDeps,
  tokenId: string,
  request: NewRequest,
): Promise<Outcome<{ requestId: string }>> {
  const { reason, requestId = randomId() } = request;
  const criteria = scopedCriteria(request);
  const possible = await checkProgrammes(deps, tokenId, criteria);
  if (!possible.ok) return possible;
  return await deps.store.transact(async (trx) => {
    if ((await lockToken(trx, tokenId)) === undefined) return tokenUnknown(tokenId);
    const made = await trx
      .insertInto('requests')
      .values({
        token_id: tokenId,
        request_id: requestId,
        reason,
        criteria: JSON.stringify(criteria),
        status: 'pending',
        requested_at: deps.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('request_id')
      .executeTakeFirst();
    return made === undefined
      ? refuse('conflict', 'request-exists', `This token has had a request ${requestId}. Choose another id.`)
      : ok({ requestId });
  });
}

/** Takes back a request that no update has served yet. An update that is under way is not stopped by it. */
export async function withdrawRequest(
  deps: HostDeps,
  tokenId: string,
  requestId: string,
): Promise<Outcome<{ requestId: string }>> {
  return await deps.store.transact(async (trx) => {
    if ((await lockToken(trx, tokenId)) === undefined) return tokenUnknown(tokenId);
    const withdrawn = await trx
      .updateTable('requests')
      .set({ status: 'withdrawn', closed_at: deps.now() })
      .where('token_id', '=', tokenId)
      .where('request_id', '=', requestId)
      .where('status', '=', 'pending')
      .returning('request_id')
      .executeTakeFirst();
    return withdrawn === undefined
      ? refuse('not-found', 'request-unknown', `This token has no pending request ${requestId}.`)
      : ok({ requestId });
  });
}
