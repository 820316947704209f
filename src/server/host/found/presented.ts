import type { TokenReport } from '../../../shared/contract/host.ts';
import { ok } from '../../../shared/contract/result.ts';
import type { HostDeps } from '../deps.ts';
import { lockToken, type TokenRow } from '../lock.ts';
import type { Outcome } from '../refusal.ts';
import { block } from './block.ts';
import { book } from './book.ts';
import { passOn } from './pass-on.ts';

/** Whether the token is one that the host knows: a generation that it never issued is another one. */
export const isKnown = (row: TokenRow | undefined, { generation }: TokenReport): row is TokenRow =>
  row !== undefined && generation <= row.generation;

/**
 * Whether the token is lost, or another one took its place, and was when the visit began: one that arrives late is
 * about a time when it was not.
 */
const isLookedFor = ({ status, successor_id, reported_at }: TokenRow, openedAt: number): boolean =>
  (status === 'lost' || status === 'stolen' || successor_id !== null) && openedAt >= (reported_at ?? 0);

/**
 * A token presents itself. What terminals wrote to it is booked, whether it is served or not: it happened all the
 * same. One that was lost, or replaced, is blocked, and what its successor has missed is passed on. Repeated as often
 * as one likes, it has its effect once.
 */
export async function tokenPresented(
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
  if (!isKnown(row, report)) return ok(null);
  const booked = await book(deps, tokenId, log, kiosk);
  if (!booked.ok) return booked;
  if (!isLookedFor(row, openedAt)) return ok(null);
  await deps.store.transact(async (trx) => {
    const locked = await lockToken(trx, tokenId);
    if (locked === undefined || !isLookedFor(locked, openedAt)) return;
    await block(trx, tokenId, `Turned up at ${kiosk} after it was ${locked.status}`, deps.now());
    await trx
      .updateTable('tokens')
      .set({ found_at: locked.found_at ?? deps.now() })
      .where('token_id', '=', tokenId)
      .execute();
  });
  return await passOn(deps, tokenId);
}
