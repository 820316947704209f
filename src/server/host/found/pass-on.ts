import { createHash } from 'node:crypto';
import { ok } from '../../../shared/contract/result.ts';
import { transactionKey } from '../../../shared/image/canonical.ts';
import type { Transaction } from '../../../shared/image/model.ts';
import type { HostDeps } from '../deps.ts';
import { type Served, servedOf } from '../job/served.ts';
import { lockToken, type TokenRow } from '../lock.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import { releaseOf } from './reserve.ts';

const SOURCE = 'predecessor';
/** Criteria that leave nothing out. */
const WHOLE = '{}';
/** As many as the ledger takes at once. */
const BATCH = 1000;

interface Succession {
  readonly token: TokenRow;
  readonly successorId: string;
  /** When the successor was first seen to carry what it was given, in milliseconds. */
  readonly endedAt: number;
  readonly served: Served;
}

async function successionOf(deps: HostDeps, tokenId: string): Promise<Succession | undefined> {
  return await deps.store.transact(async (trx) => {
    const token = await trx
      .selectFrom('tokens')
      .selectAll()
      .where('token_id', '=', tokenId)
      .executeTakeFirst();
    if (token === undefined || token.successor_id === null || token.replaced_by_job === null)
      return undefined;
    const job = await trx
      .selectFrom('jobs')
      .select(['ended_at', 'served'])
      .where('job_id', '=', token.replaced_by_job)
      .executeTakeFirst();
    if (job === undefined || job.served === null || job.ended_at === null)
      throw new Error(`Token ${tokenId} was replaced by a job that is not on file.`);
    return {
      token,
      successorId: token.successor_id,
      endedAt: job.ended_at,
      served: servedOf(job.served),
    };
  });
}

/** What the successor's image lacks of the old token's ledger, and the reserve once nothing can be open any more. */
async function missedBy(deps: HostDeps, s: Succession): Promise<Outcome<Transaction[]>> {
  const { firstSequence, reserve } = s.served;
  // The successor began with an image of that sequence: it includes what was first included by it or before it.
  const ledger = await deps.images.transactions({ tokenId: s.token.token_id, notIncludedBy: firstSequence });
  if (!ledger.ok) return imageRefusal(ledger.failure);
  const missed = ledger.value.transactions;
  const late = missed.some(({ postedAt }) => Date.parse(postedAt) >= s.endedAt);
  const release = late || s.token.found_at !== null ? releaseOf(reserve) : [];
  const own = missed.map(
    ({ postedAt: _at, postedBy: _by, includedSequence: _sequence, problem: _problem, ...t }) => t,
  );
  return ok([...own, ...release]);
}

/** Named after what is passed on: the same news never makes a second request. */
const requestIdOf = (tokenId: string, news: readonly Transaction[]): string =>
  createHash('sha256')
    .update(JSON.stringify([tokenId, news.map(transactionKey).sort()]))
    .digest('hex')
    .slice(0, 16);

/**
 * Has the successor updated at its next visit. A request for its whole image that waits already brings the news as
 * well: then this one is only noted, so that it is not made later.
 */
async function requestFor(deps: HostDeps, successorId: string, requestId: string): Promise<void> {
  await deps.store.transact(async (trx) => {
    await lockToken(trx, successorId);
    const waiting = await trx
      .selectFrom('requests')
      .select('request_id')
      .where('token_id', '=', successorId)
      .where('status', '=', 'pending')
      .where('criteria', '=', WHOLE)
      .executeTakeFirst();
    const now = deps.now();
    await trx
      .insertInto('requests')
      .values({
        token_id: successorId,
        request_id: requestId,
        reason: 'correction',
        criteria: WHOLE,
        requested_at: now,
        ...(waiting === undefined ? { status: 'pending' } : { status: 'withdrawn', closed_at: now }),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/**
 * Gives the successor of a replaced token what it has missed: transactions of the old token that its image was not
 * made of, and what was held back for them. All of it follows from what is on file, and the ledger counts each
 * transaction once, so it may be done at any time, again after a crash, and by several at once.
 */
export async function passOn(deps: HostDeps, tokenId: string): Promise<Outcome<null>> {
  const seen = new Set<string>();
  let from = tokenId;
  while (!seen.has(from)) {
    seen.add(from);
    const succession = await successionOf(deps, from);
    if (succession === undefined) break;
    const { successorId } = succession;
    const missed = await missedBy(deps, succession);
    if (!missed.ok) return missed;
    const news = missed.value;
    for (let start = 0; start < news.length; start += BATCH) {
      const transactions = news.slice(start, start + BATCH);
      const posted = await deps.images.post({ tokenId: successorId, transactions, postedBy: SOURCE });
      if (!posted.ok) return imageRefusal(posted.failure);
    }
    if (news.length > 0) await requestFor(deps, successorId, requestIdOf(from, news));
    from = successorId;
  }
  return ok(null);
}

/**
 * The token that this one's line of replacements began with; itself if it replaced none. One that was given back is
 * nobody's predecessor any more, whoever once took its place.
 */
async function originOf({ store }: HostDeps, tokenId: string): Promise<string> {
  const seen = new Set<string>();
  for (let from = tokenId; ; ) {
    seen.add(from);
    const before = await store.db
      .selectFrom('tokens as own')
      .innerJoin('tokens as before', 'before.token_id', 'own.predecessor_id')
      .select('before.token_id')
      .where('own.token_id', '=', from)
      .whereRef('before.successor_id', '=', 'own.token_id')
      .executeTakeFirst();
    if (before === undefined || seen.has(before.token_id)) return from;
    from = before.token_id;
  }
}

/**
 * Gives a token that presents itself what it has missed of those whose place it took: whatever kept it back before, a
 * crash or an image server that was away, no visit passes without it.
 */
export async function catchUp(deps: HostDeps, tokenId: string): Promise<Outcome<null>> {
  const origin = await originOf(deps, tokenId);
  return origin === tokenId ? ok(null) : await passOn(deps, origin);
}
