import { ok, type Result } from '../../shared/contract/result.ts';
import type { Store } from '../store/store.ts';
import type { Answer, Body } from './service.ts';

/** Coupons that terminals issue from now on have this title. */
export async function setTitle(store: Store, body: Body<'title'>): Promise<Result<Answer<'title'>>> {
  const { programme, item, title } = body;
  const entry = { title, expires_on: body.expiresOn ?? null };
  await store.db
    .insertInto('coupon_catalogue')
    .values({ programme, item, ...entry })
    .onConflict((conflict) => conflict.columns(['programme', 'item']).doUpdateSet(entry))
    .execute();
  return ok({ item });
}
