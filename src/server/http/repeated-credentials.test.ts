import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { type HostKit, hostKit } from '../testing/kit.ts';

const KEY = '4f6dfb0e-6a1f-4c5e-8a55-0d9b1a2c3e4f';
const NEXT = 'f0a1c9de-3c0b-4b39-9a35-5d1c7f6e8a90';
const KIOSK = { role: 'kiosk', name: 'kiosk-7' };

interface Shown {
  readonly credentialId: string;
  readonly token: string;
}

async function create(kit: HostKit, key?: string, body: object = KIOSK, token?: string) {
  const answer = await kit.call('POST', '/v1/credentials', body, token, key);
  return { ...answer, shown: answer.body as Shown };
}
const rotate = async (kit: HostKit, { credentialId }: Shown, key?: string, graceSeconds = 0) => {
  const answer = await kit.call(
    'POST',
    `/v1/credentials/${credentialId}/rotate`,
    { graceSeconds },
    undefined,
    key,
  );
  return { ...answer, shown: answer.body as Shown };
};
/** A token that is accepted is told that the list is for administrators. */
const isAccepted = async (kit: HostKit, token: string): Promise<boolean> =>
  (await kit.call('GET', '/v1/credentials', undefined, token)).status === 403;
const namesOf = async (kit: HostKit): Promise<readonly string[]> => {
  const { body } = await kit.call('GET', '/v1/credentials');
  return (body as { credentials: { name: string }[] }).credentials.map(({ name }) => name);
};
const NOT_SHOWN = { status: 409, body: { error: 'token-not-shown' } };

function tests({ open }: Databases): void {
  test('a credential that is asked for again under its key is the same one, with the same token', async () => {
    const kit = await hostKit(await open());
    const all = await Promise.all([create(kit, KEY), create(kit, KEY), create(kit, KEY)]);
    const again = await create(kit, KEY);
    for (const { status, shown } of all) expect([status, shown]).toEqual([201, again.shown]);
    expect(await namesOf(kit)).toEqual(['test', 'kiosk-7']);
    expect(await isAccepted(kit, again.shown.token)).toBe(true);
    const other = await create(kit, NEXT);
    expect(other.shown.token).not.toBe(again.shown.token);
    expect(await namesOf(kit)).toEqual(['test', 'kiosk-7', 'kiosk-7']);
  });

  test('a key serves one request, and another caller’s same key is another one', async () => {
    const kit = await hostKit(await open());
    const first = await create(kit, KEY);
    const other = { role: 'kiosk', name: 'kiosk-8' };
    expect(await create(kit, KEY, other)).toMatchObject({
      status: 409,
      body: { error: 'idempotency-key-used' },
    });
    const admin = await kit.credential('admin', 'second');
    const theirs = await create(kit, KEY, KIOSK, admin);
    expect(theirs.status).toBe(201);
    expect(theirs.shown.token).not.toBe(first.shown.token);
    expect(await create(kit, 'two words')).toMatchObject({
      status: 400,
      body: { error: 'request-malformed' },
    });
  });

  test('a rotation that arrives again, late too, does not take back the token that came after it', async () => {
    const kit = await hostKit(await open());
    const first = await create(kit, KEY);
    const all = await Promise.all([rotate(kit, first.shown, NEXT, 60), rotate(kit, first.shown, NEXT, 60)]);
    const second = await rotate(kit, first.shown, NEXT, 60);
    for (const { status, shown } of all) expect([status, shown]).toEqual([200, second.shown]);
    // Of three rotations that are one the old token's grace is left.
    expect(await isAccepted(kit, first.shown.token)).toBe(true);
    const third = await rotate(kit, first.shown, 'the-one-after');
    expect(await rotate(kit, first.shown, NEXT, 60)).toMatchObject(NOT_SHOWN);
    expect(await create(kit, KEY)).toMatchObject(NOT_SHOWN);
    expect(await isAccepted(kit, third.shown.token)).toBe(true);
    expect(await isAccepted(kit, second.shown.token)).toBe(false);
  });

  test('what was deleted is not made again by a request from before, and a deletion may be repeated', async () => {
    const kit = await hostKit(await open());
    const { shown } = await create(kit, KEY);
    const remove = () =>
      kit.call('DELETE', `/v1/credentials/${shown.credentialId}`, undefined, undefined, NEXT);
    const removed = await remove();
    expect(removed).toEqual({ status: 200, body: { credentialId: shown.credentialId } });
    expect(await remove()).toEqual(removed);
    expect(await create(kit, KEY)).toMatchObject(NOT_SHOWN);
    expect(await namesOf(kit)).toEqual(['test']);
  });

  test('the key is described where it is taken', async () => {
    const kit = await hostKit(await open());
    const { paths } = (await kit.call('GET', '/v1/openapi.json', undefined, '')).body as {
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    };
    const named = ({ parameters = [] }: { parameters?: { name: string; in: string }[] } = {}) =>
      parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
    expect(named(paths['/v1/credentials']?.post)).toEqual(['idempotency-key']);
    expect(named(paths['/v1/tokens/{id}/report']?.post)).toEqual(['idempotency-key']);
    expect(named(paths['/v1/tokens/{id}/hotlist']?.delete)).toEqual(['idempotency-key']);
  });

  test('no token is stored with what was answered', async () => {
    const store = await open();
    const kit = await hostKit(store);
    const { shown } = await create(kit, KEY);
    const rotated = await rotate(kit, shown, NEXT);
    const rows = JSON.stringify(await store.db.selectFrom('request_keys').selectAll().execute());
    for (const { token } of [shown, rotated.shown]) expect(rows).not.toContain(token.slice(6));
    expect(rows).toContain(shown.credentialId);
  });
}

describe('credentials that are asked for again', () => onBothDatabases('repeated credentials', tests));
