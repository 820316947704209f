import { createHash } from 'node:crypto';
import { ok, type Result } from '../../shared/contract/result.ts';
import { PROBLEMS, type Problem } from '../../shared/image/apply.ts';
import { type Transaction, TransactionSchema } from '../../shared/image/model.ts';
import type { Store, Trx } from '../store/store.ts';
import { lockHead, toInstant, transactionOf } from './rows.ts';
import type { Answer, Body } from './service.ts';

/** The same fields in the same order, so that equal transactions are equal text. */
const canonical = (t: Transaction): string =>
  JSON.stringify([t.terminal, t.counter, t.at, t.programme, t.action, t.amount, t.item ?? null]);

export interface Posting {
  readonly postedAt: number;
  readonly postedBy: string;
  /** For transactions that the first image of a token includes from the start. */
  readonly includedSequence: number | null;
}

type PostResult = Answer<'post'>['results'][number];

async function postOne(trx: Trx, tokenId: string, t: Transaction, posting: Posting): Promise<PostResult> {
  const answer = (result: PostResult['result']): PostResult => ({
    terminal: t.terminal,
    counter: t.counter,
    result,
  });
  const inserted = await trx
    .insertInto('ledger')
    .values({
      token_id: tokenId,
      ...t,
      item: t.item ?? null,
      posted_at: posting.postedAt,
      posted_by: posting.postedBy,
      included_sequence: posting.includedSequence,
      problem: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('counter')
    .executeTakeFirst();
  if (inserted !== undefined) return answer('recorded');
  const there = await trx
    .selectFrom('ledger')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where('terminal', '=', t.terminal)
    .where('counter', '=', t.counter)
    .executeTakeFirstOrThrow();
  const body = canonical(t);
  if (canonical(transactionOf(there)) === body) return answer('repeated');
  await trx
    .insertInto('ledger_conflicts')
    .values({
      token_id: tokenId,
      terminal: t.terminal,
      counter: t.counter,
      body_hash: createHash('sha256').update(body).digest('hex'),
      body: JSON.stringify(t),
      posted_at: posting.postedAt,
      posted_by: posting.postedBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return answer('conflict');
}

/** Puts each transaction into the ledger once. The caller holds the token's lock. */
export async function postToLedger(
  trx: Trx,
  tokenId: string,
  transactions: readonly Transaction[],
  posting: Posting,
): Promise<PostResult[]> {
  const results: PostResult[] = [];
  for (const transaction of transactions) results.push(await postOne(trx, tokenId, transaction, posting));
  const recorded = results.filter(({ result }) => result === 'recorded').length;
  if (recorded > 0)
    await trx
      .updateTable('image_heads')
      .set((eb) => ({ ledger_revision: eb('ledger_revision', '+', recorded) }))
      .where('token_id', '=', tokenId)
      .execute();
  return results;
}

export async function post(store: Store, now: number, body: Body<'post'>): Promise<Result<Answer<'post'>>> {
  const results = await store.transact(async (trx) => {
    await lockHead(trx, body.tokenId);
    const posting = { postedAt: now, postedBy: body.postedBy, includedSequence: null };
    return await postToLedger(trx, body.tokenId, body.transactions, posting);
  });
  return ok({ results });
}

const asProblem = (text: string | null): Problem | null =>
  PROBLEMS.find((problem) => problem === text) ?? null;

/** The ledger of the token, oldest first, and what contradicts it. */
export async function listTransactions(
  store: Store,
  { tokenId, notIncludedBy }: Body<'transactions'>,
): Promise<Result<Answer<'transactions'>>> {
  const rows = await store.db
    .selectFrom('ledger')
    .selectAll()
    .where('token_id', '=', tokenId)
    .$if(notIncludedBy !== undefined, (query) =>
      query.where((eb) =>
        eb.or([eb('included_sequence', 'is', null), eb('included_sequence', '>', notIncludedBy ?? 0)]),
      ),
    )
    .orderBy('at')
    .orderBy('terminal')
    .orderBy('counter')
    .execute();
  const conflicts = await store.db
    .selectFrom('ledger_conflicts')
    .selectAll()
    .where('token_id', '=', tokenId)
    .orderBy('posted_at')
    .execute();
  return ok({
    transactions: rows.map((row) => ({
      ...transactionOf(row),
      postedAt: toInstant(row.posted_at),
      postedBy: row.posted_by,
      includedSequence: row.included_sequence,
      problem: asProblem(row.problem),
    })),
    conflicts: conflicts.map((row) => ({
      transaction: TransactionSchema.parse(JSON.parse(row.body)),
      postedAt: toInstant(row.posted_at),
      postedBy: row.posted_by,
    })),
  });
}
