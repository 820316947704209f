import type { z } from 'zod';
import type { Hold, HoldAnswerSchema } from '../../shared/contract/host.ts';
import { ok } from '../../shared/contract/result.ts';
import type { HostDeps } from './deps.ts';
import type { Outcome } from './refusal.ts';

/**
 * `POST /v1/visits/:id/hold`: notes that the kiosk is still at work with the token. Of a visit that has ended or was never
 * opened it notes nothing.
 */
export async function holdVisit(
  deps: HostDeps,
  visitId: string,
  { kiosk, tokenId }: Hold,
): Promise<Outcome<z.infer<typeof HoldAnswerSchema>>> {
  const held = await deps.store.transact((trx) =>
    trx
      .updateTable('visits')
      .set({ heard_at: deps.now() })
      .where('token_id', '=', tokenId)
      .where('visit_id', '=', visitId)
      .where('kiosk', '=', kiosk)
      .where('outcome', 'is', null)
      .returning('visit_id')
      .executeTakeFirst(),
  );
  return ok({ visitId, held: held !== undefined });
}
