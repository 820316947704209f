import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { hostKit, IDENTITY, reportOf } from '../testing/kit.ts';

interface Shown {
  readonly credentialId: string;
  readonly token: string;
}
const visitBody = (kiosk: string) => ({
  visitId: '6f6b2e1c-38c5-4a8e-9b07-51d0c2e4a901',
  kiosk,
  at: '2026-11-22T12:00:00Z',
  token: reportOf(null),
});

function tests({ open }: Databases): void {
  test('no token, a wrong one and another role are told apart', async () => {
    const kit = await hostKit(await open());
    const kiosk = await kit.credential('kiosk', 'kiosk-1');
    const error = async (token: string) => {
      const { status, body } = await kit.call('GET', '/v1/tokens', undefined, token);
      return [status, (body as { error?: string }).error];
    };
    expect(await error('')).toEqual([401, 'credentials-missing']);
    expect(await error('admin_guess')).toEqual([401, 'credentials-refused']);
    expect(await error(kiosk)).toEqual([403, 'role-refused']);
  });

  test('a kiosk speaks for itself only, and a terminal posts its own transactions only', async () => {
    const kit = await hostKit(await open());
    const kiosk = await kit.credential('kiosk', 'kiosk-1');
    expect((await kit.call('POST', '/v1/visits', visitBody('kiosk-2'), kiosk)).status).toBe(403);
    expect((await kit.call('POST', '/v1/visits', visitBody('kiosk-1'), kiosk)).status).toBe(200);
    const terminal = await kit.credential('terminal', 'T1');
    const row = (name: string) => ({
      tokenId: IDENTITY.tokenId,
      terminal: name,
      counter: 1,
      at: 1,
      programme: 'A',
      action: 'earn',
      amount: 1,
    });
    expect((await kit.call('POST', '/v1/transactions', [row('T1')], terminal)).status).toBe(200);
    expect((await kit.call('POST', '/v1/transactions', [row('T1'), row('T2')], terminal)).status).toBe(403);
  });

  test('a rotated token is valid for its grace period only, a deleted one no more', async () => {
    const kit = await hostKit(await open());
    const created = await kit.call('POST', '/v1/credentials', { role: 'admin', name: 'desk' });
    const first = created.body as Shown;
    const rotate = async (token: string, graceSeconds: number) =>
      (await kit.call('POST', `/v1/credentials/${first.credentialId}/rotate`, { graceSeconds }, token))
        .body as Shown;
    const works = async (token: string) =>
      (await kit.call('GET', '/v1/credentials', undefined, token)).status === 200;
    const second = await rotate(first.token, 60);
    expect([await works(first.token), await works(second.token)]).toEqual([true, true]);
    kit.clock.now += 60_000;
    expect([await works(first.token), await works(second.token)]).toEqual([false, true]);
    const third = await rotate(second.token, 0);
    expect([await works(second.token), await works(third.token)]).toEqual([false, true]);
    await kit.call('DELETE', `/v1/credentials/${first.credentialId}`);
    expect(await works(third.token)).toBe(false);
  });

  test('the last administrator stays, and tokens are stored as digests only', async () => {
    const store = await open();
    const kit = await hostKit(store);
    const { body } = await kit.call('GET', '/v1/credentials');
    const [admin] = (body as { credentials: Shown[] }).credentials;
    expect(await kit.call('DELETE', `/v1/credentials/${admin?.credentialId}`)).toMatchObject({
      status: 409,
      body: { error: 'last-admin' },
    });
    const token = await kit.credential('kiosk', 'kiosk-9');
    const rows = await store.db.selectFrom('credentials').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token.slice(6));
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.secret_hash))).toBe(true);
  });

  test('a malformed body is answered with the field that is wrong', async () => {
    const kit = await hostKit(await open());
    const kiosk = await kit.credential('kiosk', 'kiosk-1');
    const body = { ...visitBody('kiosk-1'), token: { ...reportOf(null), tokenId: 'XYZ' } };
    expect(await kit.call('POST', '/v1/visits', body, kiosk)).toMatchObject({
      status: 400,
      body: { error: 'request-malformed', message: expect.stringContaining('body/token/tokenId') },
    });
    const nul = { reason: 'lost\u0000' };
    expect(await kit.call('PUT', `/v1/tokens/${IDENTITY.tokenId}/hotlist`, nul)).toMatchObject({
      status: 400,
    });
    const large = [...Array(20_000)].map(() => ({ terminal: 'T1'.repeat(30) }));
    expect((await kit.call('POST', '/v1/transactions', large)).status).toBe(413);
    expect((await kit.call('GET', '/v1/nothing')).status).toBe(404);
  });

  test('health, keys and the description of every route are open', async () => {
    const kit = await hostKit(await open());
    expect((await kit.call('GET', '/v1/health', undefined, '')).body).toMatchObject({ status: 'ok' });
    expect((await kit.call('GET', '/v1/keys', undefined, '')).body).toMatchObject({
      keys: [{ keyId: 'img-test' }],
    });
    const { body } = await kit.call('GET', '/v1/openapi.json', undefined, '');
    const { paths } = body as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/visits', '/v1/visits/{id}/outcome', '/v1/tokens/{id}/requests']),
    );
  });
}

describe('credentials', () => onBothDatabases('credentials', tests));
