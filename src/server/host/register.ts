import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import type { Trx } from '../store/store.ts';
import type { RegisteredSchema, RegisterToken } from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import { lockToken } from './lock.ts';
import { imageRefusal, type Outcome, refuse } from './refusal.ts';
import { hashOf } from './visit-rows.ts';

const BACK_OFFICE = 'back-office';

const conflict = (tokenId: string) =>
  refuse('conflict', 'token-registered', `Token ${tokenId} is registered already. Change it with PATCH.`);

/** Whether the token is on file because of another request than this one. */
async function isTaken(trx: Trx, tokenId: string, hash: string): Promise<boolean> {
  const row = await trx
    .selectFrom('tokens')
    .select('registered_as')
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  return row !== undefined && row.registered_as !== hash;
}

async function firstImage(deps: HostDeps, { token, account, content, verified }: RegisterToken) {
  const { tokenId } = token;
  if ('blank' in content) return ok({ tokenId, image: null, backup: null });
  if ('image' in content) {
    const { image } = content;
    const recorded = await deps.images.record({ tokenId, image, recordedBy: BACK_OFFICE, verified });
    return recorded.ok
      ? ok({ tokenId, image, backup: recorded.value.backup })
      : imageRefusal(recorded.failure);
  }
  const issued = await deps.images.issue({
    tokenId,
    accountRef: account.accountRef,
    issuer: token.issuer,
    generation: token.generation,
    slotSize: token.slotSize,
    cells: content.cells,
    transactions: content.transactions,
    recordedBy: BACK_OFFICE,
    verified,
  });
  return issued.ok ? ok({ tokenId, ...issued.value }) : imageRefusal(issued.failure);
}

/**
 * Puts a token on file with its account and its first image. The image comes first and is the same when asked for
 * again, so that a call whose answer was lost can simply be repeated: it changes nothing and is answered the same.
 */
export async function registerToken(
  deps: HostDeps,
  body: RegisterToken,
): Promise<Outcome<z.infer<typeof RegisteredSchema>>> {
  const { token, account, person } = body;
  const hash = hashOf(body);
  if (await deps.store.transact((trx) => isTaken(trx, token.tokenId, hash))) return conflict(token.tokenId);
  const image = await firstImage(deps, body);
  if (!image.ok) return image;
  return await deps.store.transact(async (trx) => {
    const now = deps.now();
    if ((await lockToken(trx, token.tokenId)) !== undefined)
      return (await isTaken(trx, token.tokenId, hash)) ? conflict(token.tokenId) : image;
    await trx
      .insertInto('accounts')
      .values({ account_ref: account.accountRef, holder: account.holder, created_at: now })
      .onConflict((c) => c.column('account_ref').doUpdateSet({ holder: account.holder }))
      .execute();
    if (person !== undefined)
      await trx
        .insertInto('persons')
        .values({ person_ref: person.personRef, name: person.name, created_at: now })
        .onConflict((c) => c.column('person_ref').doUpdateSet({ name: person.name }))
        .execute();
    const registered = await trx
      .insertInto('tokens')
      .values({
        token_id: token.tokenId,
        account_ref: account.accountRef,
        issuer: token.issuer,
        kind: token.kind,
        generation: token.generation,
        valid_from: token.validFrom,
        valid_to: token.validTo,
        slot_size: token.slotSize,
        slots: token.slots,
        status: 'active',
        quota_updates: null,
        quota_days: null,
        created_at: now,
        revision: 0,
        person_ref: person?.personRef ?? null,
        registered_as: hash,
      })
      .onConflict((c) => c.doNothing())
      .returning('token_id')
      .executeTakeFirst();
    // Somebody was faster: this one has waited for them.
    return registered === undefined && (await isTaken(trx, token.tokenId, hash))
      ? conflict(token.tokenId)
      : image;
  });
}
