import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { randomId } from '../images/keys.ts';
import { toInstant } from '../images/rows.ts';
import { type Criteria, CriteriaSchema } from '../images/select.ts';
import type { Trx } from '../store/store.ts';
import { type NewRequest, RequestSchema } from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import { lockToken } from './lock.ts';
import { once, type RequestKey } from './once.ts';
import { imageRefusal, type Outcome, refuse, tokenUnknown } from './refusal.ts';
import { scopedCriteria, scopeOf } from './scope.ts';

type Request = z.infer<typeof RequestSchema>;
export const RequestAnswerSchema = RequestSchema.pick({ requestId: true });
type Answer = z.infer<typeof RequestAnswerSchema>;

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

interface Wanted {
  readonly requestId: string;
  readonly reason: Request['reason'];
  readonly criteria: string;
}

/** Puts the request on file, unless the same one is there already, whatever has become of it. */
async function keepRequest(
  trx: Trx,
  tokenId: string,
  { requestId, reason, criteria }: Wanted,
  now: number,
): Promise<Outcome<Answer>> {
  if ((await lockToken(trx, tokenId)) === undefined) return tokenUnknown(tokenId);
  const before = await trx
    .selectFrom('requests')
    .select(['reason', 'criteria'])
    .where('token_id', '=', tokenId)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  if (before === undefined)
    await trx
      .insertInto('requests')
      .values({
        token_id: tokenId,
        request_id: requestId,
        reason,
        criteria,
        status: 'pending',
        requested_at: now,
      })
      .execute();
  return before === undefined || (before.reason === reason && before.criteria === criteria)
    ? ok({ requestId })
    : refuse(
        'conflict',
        'request-exists',
        `This token has had another request ${requestId}. Choose another id.`,
      );
}

/** Asks for an update of the token at its next visit. The same request under the same id is made once. */
export async function requestUpdate(
  deps: HostDeps,
  tokenId: string,
  request: NewRequest,
  key: RequestKey | null = null,
): Promise<Outcome<Answer>> {
  const { reason, requestId = randomId() } = request;
  const scoped = scopedCriteria(request);
  const possible = await checkProgrammes(deps, tokenId, scoped);
  if (!possible.ok) return possible;
  const now = deps.now();
  const wanted = { requestId, reason, criteria: JSON.stringify(scoped) };
  return await deps.store.transact((trx) =>
    once(trx, { key, now, answer: RequestAnswerSchema }, () => keepRequest(trx, tokenId, wanted, now)),
  );
}

/** Takes back a request that no update has served yet. An update that is under way is not stopped by it. */
export async function withdrawRequest(
  deps: HostDeps,
  tokenId: string,
  requestId: string,
  key: RequestKey | null = null,
): Promise<Outcome<Answer>> {
  const now = deps.now();
  return await deps.store.transact((trx) =>
    once(trx, { key, now, answer: RequestAnswerSchema }, async () => {
      if ((await lockToken(trx, tokenId)) === undefined) return tokenUnknown(tokenId);
      const withdrawn = await trx
        .updateTable('requests')
        .set({ status: 'withdrawn', closed_at: now })
        .where('token_id', '=', tokenId)
        .where('request_id', '=', requestId)
        .where('status', '=', 'pending')
        .returning('request_id')
        .executeTakeFirst();
      return withdrawn === undefined
        ? refuse('not-found', 'request-unknown', `This token has no pending request ${requestId}.`)
        : ok({ requestId });
    }),
  );
}
