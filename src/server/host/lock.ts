import type { Selectable } from 'kysely';
import type { TokensTable } from '../store/schema.ts';
import type { Trx } from '../store/store.ts';

export type TokenRow = Selectable<TokensTable>;

/** Reads the token's row and locks it until the transaction ends. */
export async function lockToken(trx: Trx, tokenId: string): Promise<TokenRow | undefined> {
  return await trx
    .updateTable('tokens')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('token_id', '=', tokenId)
    .returningAll()
    .executeTakeFirst();
}

/** Locks both tokens, always in the order of their ids, so that two jobs never wait for each other. */
export async function lockBoth(
  trx: Trx,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, TokenRow>> {
  const rows = new Map<string, TokenRow>();
  for (const tokenId of [...new Set(tokenIds)].sort()) {
    const row = await lockToken(trx, tokenId);
    if (row !== undefined) rows.set(tokenId, row);
  }
  return rows;
}
