import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import type { PostedTransactionsSchema, PostTransactions } from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import { book } from './found/book.ts';
import type { Outcome } from './refusal.ts';

type Posted = z.infer<typeof PostedTransactionsSchema>;

async function registered(deps: HostDeps, tokenIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await deps.store.db
    .selectFrom('tokens')
    .select('token_id')
    .where('token_id', 'in', tokenIds)
    .execute();
  return new Set(rows.map((row) => row.token_id));
}

/** Hands transactions to the ledger. One answer for each, in the order given; a repetition changes nothing. */
export async function postTransactions(
  deps: HostDeps,
  postedBy: string,
  body: PostTransactions,
): Promise<Outcome<Posted>> {
  const tokenIds = [...new Set(body.map((row) => row.tokenId))];
  const known = await registered(deps, tokenIds);
  const results: Posted['results'] = body.map(({ tokenId, terminal, counter }) => ({
    tokenId,
    terminal,
    counter,
    result: 'token-unknown',
  }));
  for (const tokenId of tokenIds.filter((id) => known.has(id))) {
    const own = body.map((row, index) => ({ row, index })).filter(({ row }) => row.tokenId === tokenId);
    const transactions = own.map(({ row: { tokenId: _, ...transaction } }) => transaction);
    const posted = await book(deps, tokenId, transactions, postedBy);
    if (!posted.ok) return posted;
    for (const [n, { index }] of own.entries()) {
      const result = posted.value.results[n];
      if (result !== undefined) results[index] = { tokenId, ...result };
    }
  }
  return ok({ results });
}
