import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import type { Store, Trx } from '../store/store.ts';
import { type Outcome, refuse } from './refusal.ts';

/** By which a caller's request is known again. */
export interface RequestKey {
  /** The id of its credential: keys of different callers never meet. */
  readonly caller: string;
  /** As the caller made it. */
  readonly key: string;
  /** Digest of what was asked. */
  readonly hash: string;
  /** What the caller proved itself with, for answers that are stored nowhere; `null` where there is none. */
  readonly secret: string | null;
}

/** `key` is `null` for a request without one: it is carried out each time. */
export interface Asked<T> {
  readonly key: RequestKey | null;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** What the answer is stored and read by. */
  readonly answer: z.ZodType<T>;
}

const asked = (trx: Trx, { caller, key }: RequestKey) =>
  trx
    .selectFrom('request_keys')
    .select(['request_hash', 'answer'])
    .where('caller', '=', caller)
    .where('request_key', '=', key);

function answerOf<T>(
  row: { readonly request_hash: string; readonly answer: string | null },
  { hash }: RequestKey,
  answer: z.ZodType<T>,
): Outcome<T> {
  if (row.request_hash !== hash)
    return refuse(
      'conflict',
      'idempotency-key-used',
      'Another request was made under this Idempotency-Key. Use a new key for each request.',
    );
  return ok(answer.parse(JSON.parse(row.answer ?? 'null')));
}

/**
 * Carries the work out, unless the same request was carried out before: that one's answer is given again, whatever
 * happened since. Of two at once the second waits for the first. What is refused leaves no trace and may be
 * asked again.
 */
export async function once<T>(
  trx: Trx,
  { key, now, answer }: Asked<T>,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (key === null) return await work();
  const { caller, key: request_key, hash: request_hash } = key;
  const isFirst = await trx
    .insertInto('request_keys')
    .values({ caller, request_key, request_hash, answered_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('caller')
    .executeTakeFirst();
  if (isFirst === undefined) return answerOf(await asked(trx, key).executeTakeFirstOrThrow(), key, answer);
  const done = await work();
  if (done.ok)
    await trx
      .updateTable('request_keys')
      .set({ answer: JSON.stringify(done.value) })
      .where('caller', '=', caller)
      .where('request_key', '=', request_key)
      .execute();
  else
    await trx
      .deleteFrom('request_keys')
      .where('caller', '=', caller)
      .where('request_key', '=', request_key)
      .execute();
  return done;
}

/**
 * The same for work that is done elsewhere, and which may be done twice in a row: what a crash keeps from being noted
 * is carried out once more.
 */
export async function onceElsewhere<T>(
  store: Store,
  request: Asked<T>,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { key, answer } = request;
  if (key === null) return await work();
  const before = await store.transact((trx) => asked(trx, key).executeTakeFirst());
  if (before !== undefined) return answerOf(before, key, answer);
  const done = await work();
  return done.ok ? await store.transact((trx) => once(trx, request, async () => done)) : done;
}
