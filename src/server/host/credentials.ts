import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { randomId } from '../images/keys.ts';
import { toInstant } from '../images/rows.ts';
import type { CredentialsTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import {
  type CredentialSchema,
  type Role,
  RoleSchema,
  type ShownCredentialSchema,
} from './admin-contract.ts';
import { type Outcome, refuse } from './refusal.ts';

/**
 * Credentials are 256 random bits, so one round of SHA-256 is enough to store them by: there is nothing to guess.
 */
type Credential = z.infer<typeof CredentialSchema>;
type ShownCredential = z.infer<typeof ShownCredentialSchema>;
/** Who is calling. */
export type Caller = Pick<Credential, 'credentialId' | 'role' | 'name'>;

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const newToken = (role: Role): string => `${role}_${randomBytes(32).toString('base64url')}`;

const credentialOf = (row: Selectable<CredentialsTable>): Credential => ({
  credentialId: row.credential_id,
  role: RoleSchema.parse(row.role),
  name: row.name,
  createdAt: toInstant(row.created_at),
});

export async function createCredential(
  store: Store,
  now: number,
  { role, name }: { readonly role: Role; readonly name: string },
): Promise<ShownCredential> {
  const token = newToken(role);
  const row: Selectable<CredentialsTable> = {
    credential_id: randomId(),
    role,
    name,
    secret_hash: hash(token),
    previous_hash: null,
    previous_until: null,
    created_at: now,
  };
  await store.db.insertInto('credentials').values(row).execute();
  return { ...credentialOf(row), token };
}

export async function listCredentials(store: Store): Promise<Credential[]> {
  const rows = await store.db.selectFrom('credentials').selectAll().orderBy('created_at').execute();
  return rows.map(credentialOf);
}

const unknown = (id: string) => refuse('not-found', 'credential-unknown', `There is no credential ${id}.`);

/** Gives the credential a new token; the old one is accepted until the grace period is over. */
export async function rotateCredential(
  store: Store,
  now: number,
  credentialId: string,
  graceSeconds: number,
): Promise<Outcome<ShownCredential>> {
  return await store.transact(async (trx) => {
    const row = await trx
      .updateTable('credentials')
      .set((eb) => ({ role: eb.ref('role') }))
      .where('credential_id', '=', credentialId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return unknown(credentialId);
    const token = newToken(RoleSchema.parse(row.role));
    await trx
      .updateTable('credentials')
      .set({
        secret_hash: hash(token),
        previous_hash: row.secret_hash,
        previous_until: now + graceSeconds * 1000,
      })
      .where('credential_id', '=', credentialId)
      .execute();
    return ok({ ...credentialOf(row), token });
  });
}

/** Takes the credential back at once. The last one of an administrator stays, or nobody could make another. */
export async function deleteCredential(
  store: Store,
  credentialId: string,
): Promise<Outcome<{ credentialId: string }>> {
  return await store.transact(async (trx) => {
    // Written, not only read: of two deletions at once the second waits for the first.
    const rows = await trx
      .updateTable('credentials')
      .set((eb) => ({ role: eb.ref('role') }))
      .where((eb) => eb.or([eb('role', '=', 'admin'), eb('credential_id', '=', credentialId)]))
      .returningAll()
      .execute();
    const row = rows.find((r) => r.credential_id === credentialId);
    if (row === undefined) return unknown(credentialId);
    if (row.role === 'admin' && rows.filter((r) => r.role === 'admin').length === 1)
      return refuse(
        'conflict',
        'last-admin',
        'This is the last administrator. Create another one before deleting it.',
      );
    await trx.deleteFrom('credentials').where('credential_id', '=', credentialId).execute();
    return ok({ credentialId });
  });
}

/** Whose token it is, or `undefined`. Looked up by its digest, which says nothing about the token. */
export async function identify(store: Store, now: number, token: string): Promise<Caller | undefined> {
  const digest = hash(token);
  const rows = await store.db
    .selectFrom('credentials')
    .selectAll()
    .where((eb) => eb.or([eb('secret_hash', '=', digest), eb('previous_hash', '=', digest)]))
    .execute();
  const same = (stored: string) => timingSafeEqual(Buffer.from(stored), Buffer.from(digest));
  const row = rows.find(
    (r) =>
      same(r.secret_hash) ||
      (r.previous_hash !== null && same(r.previous_hash) && now < (r.previous_until ?? 0)),
  );
  return row === undefined ? undefined : credentialOf(row);
}
