import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import { randomId } from '../images/keys.ts';
import { toInstant } from '../images/rows.ts';
import type { CredentialsTable } from '../store/schema.ts';
import type { Store, Trx } from '../store/store.ts';
import { CredentialSchema, type Role, RoleSchema, type ShownCredentialSchema } from './admin-contract.ts';
import { once, type RequestKey } from './once.ts';
import { type Outcome, refuse } from './refusal.ts';

/**
 * Credentials are 256 random bits, so one round of SHA-256 is enough to store them by: there is nothing to guess.
 */
type Credential = z.infer<typeof CredentialSchema>;
export type ShownCredential = z.infer<typeof ShownCredentialSchema>;
export const DeletedCredentialSchema = CredentialSchema.pick({ credentialId: true });
type Deleted = z.infer<typeof DeletedCredentialSchema>;
/** Who is calling. */
export type Caller = Pick<Credential, 'credentialId' | 'role' | 'name'>;

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');
const BITS_256 = 32;

/**
 * A token of 256 bits. Under a key it follows from the key and from what the caller proved itself with, which is stored
 * nowhere either (HKDF, RFC 5869): whoever asks the same again is given the same token, and nobody else could work it out.
 */
function tokenMaker(key: RequestKey | null): (role: Role) => string {
  const bits =
    key === null || key.secret === null
      ? randomBytes(BITS_256)
      : Buffer.from(hkdfSync('sha256', key.secret, key.key, `recard token ${key.hash}`, BITS_256));
  return (role) => `${role}_${bits.toString('base64url')}`;
}

const credentialOf = (row: Selectable<CredentialsTable>): Credential => ({
  credentialId: row.credential_id,
  role: RoleSchema.parse(row.role),
  name: row.name,
  createdAt: toInstant(row.created_at),
});

interface Named {
  readonly role: Role;
  readonly name: string;
}

async function insertCredential(
  trx: Trx,
  now: number,
  { role, name }: Named,
  token: string,
): Promise<Credential> {
  const row: Selectable<CredentialsTable> = {
    credential_id: randomId(),
    role,
    name,
    secret_hash: hash(token),
    previous_hash: null,
    previous_until: null,
    created_at: now,
  };
  await trx.insertInto('credentials').values(row).execute();
  return credentialOf(row);
}

/** What was made or rotated, with its token as long as that one is accepted. */
async function shown(
  store: Store,
  now: number,
  made: Outcome<Credential>,
  token: string,
): Promise<Outcome<ShownCredential>> {
  if (!made.ok) return made;
  const { credentialId } = made.value;
  if ((await identify(store, now, token))?.credentialId === credentialId) return ok({ ...made.value, token });
  return refuse(
    'conflict',
    'token-not-shown',
    `This was carried out before, for the credential ${credentialId}, and nothing has been changed now. Its token ` +
      'cannot be shown again: rotate the credential under a new key, unless it was deleted.',
  );
}

/** Makes a credential; one that nobody could ask for again has no key. */
export async function createCredential(store: Store, now: number, named: Named): Promise<ShownCredential> {
  const token = tokenMaker(null)(named.role);
  return { ...(await store.transact((trx) => insertCredential(trx, now, named, token))), token };
}

/** Makes a credential once for each key. */
export async function createCredentialOnce(
  store: Store,
  now: number,
  named: Named,
  key: RequestKey | null,
): Promise<Outcome<ShownCredential>> {
  const token = tokenMaker(key)(named.role);
  const made = await store.transact((trx) =>
    once(trx, { key, now, answer: CredentialSchema }, async () =>
      ok(await insertCredential(trx, now, named, token)),
    ),
  );
  return await shown(store, now, made, token);
}

export async function listCredentials(store: Store): Promise<Credential[]> {
  const rows = await store.db.selectFrom('credentials').selectAll().orderBy('created_at').execute();
  return rows.map(credentialOf);
}

const unknown = (id: string) => refuse('not-found', 'credential-unknown', `There is no credential ${id}.`);

interface Rotation {
  readonly credentialId: string;
  /** For how long the token that it has now stays valid, in seconds. */
  readonly graceSeconds: number;
}

/** Puts the token in the place of the one that the credential has. */
async function exchange(
  trx: Trx,
  now: number,
  { credentialId, graceSeconds }: Rotation,
  tokenFor: (role: Role) => string,
): Promise<Outcome<Credential>> {
  const row = await trx
    .updateTable('credentials')
    .set((eb) => ({ role: eb.ref('role') }))
    .where('credential_id', '=', credentialId)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return unknown(credentialId);
  await trx
    .updateTable('credentials')
    .set({
      secret_hash: hash(tokenFor(RoleSchema.parse(row.role))),
      previous_hash: row.secret_hash,
      previous_until: now + graceSeconds * 1000,
    })
    .where('credential_id', '=', credentialId)
    .execute();
  return ok(credentialOf(row));
}

/** Gives the credential a new token, once for each key; the old one is accepted until the grace period is over. */
export async function rotateCredential(
  store: Store,
  now: number,
  rotation: Rotation,
  key: RequestKey | null = null,
): Promise<Outcome<ShownCredential>> {
  const tokenFor = tokenMaker(key);
  const rotated = await store.transact((trx) =>
    once(trx, { key, now, answer: CredentialSchema }, () => exchange(trx, now, rotation, tokenFor)),
  );
  return rotated.ok ? await shown(store, now, rotated, tokenFor(rotated.value.role)) : rotated;
}

/** Takes the credential back at once. The last one of an administrator stays, or nobody could make another. */
export async function deleteCredential(
  store: Store,
  now: number,
  credentialId: string,
  key: RequestKey | null = null,
): Promise<Outcome<Deleted>> {
  return await store.transact((trx) =>
    once(trx, { key, now, answer: DeletedCredentialSchema }, () => takeBack(trx, credentialId)),
  );
}

async function takeBack(trx: Trx, credentialId: string): Promise<Outcome<Deleted>> {
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
