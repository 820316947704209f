import type { TokenReport } from '../../../shared/contract/host.ts';
import { ok } from '../../../shared/contract/result.ts';
import type { HostDeps } from '../deps.ts';
import { lockToken, type TokenRow } from '../lock.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import { block } from './block.ts';
import { passOn } from './pass-on.ts';

/** Whether the token is lost, or another one took its place. */
export const isGone = (row: TokenRow | undefined, { generation }: TokenReport): boolean =>
  row !== undefined &&
  generation <= row.generation &&
  (row.status === 'lost' || row.status === 'stolen' || row.successor_id !== null);

/** Whether it was when the visit began: one that arrives late is about a time when it was not. */
const isLookedFor = (row: TokenRow | undefined, report: TokenReport, openedAt: number): boolean =>
  isGone(row, report) && openedAt >= (row?.reported_at ?? 0);

/**
 * A token that was lost, or replaced, presents itself: what it did alone is recorded, it is blocked, and what its
 * successor has missed is passed on. Repeated as often as one likes, it has its effect once. Any other token is
 * none of this function's business.
 */
export async function tokenTurnedUp(
  deps: HostDeps,
  kiosk: string,
  visitId: string,
  report: TokenReport,
): Promise<Outcome<null>> {
  const { tokenId, log } = report;
  const row = await deps.store.db
    .selectFrom('tokens')
    .selectAll()
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  const visit = await deps.store.db
    .selectFrom('visits')
    .select('opened_at')
    .where('token_id', '=', tokenId)
    .where('visit_id', '=', visitId)
    .executeTakeFirst();
  const openedAt = visit?.opened_at ?? deps.now();
  if (!isLookedFor(row, report, openedAt)) return ok(null);
  // It is not served, yet what terminals wrote to it happened.
  const posted =
    log.length === 0 ? ok({}) : await deps.images.post({ tokenId, transactions: log, postedBy: kiosk });
  if (!posted.ok) return imageRefusal(posted.failure);
  await deps.store.transact(async (trx) => {
    const locked = await lockToken(trx, tokenId);
    if (locked === undefined || !isLookedFor(locked, report, openedAt)) return;
    await block(trx, tokenId, `Turned up at ${kiosk} after it was ${locked.status}`, deps.now());
    await trx
      .updateTable('tokens')
      .set({ found_at: locked.found_at ?? deps.now() })
      .where('token_id', '=', tokenId)
      .execute();
  });
  return await passOn(deps, tokenId);
}
