import {
  CLEAR,
  type HostKit,
  IDENTITY,
  register,
  registration,
  reportOf,
} from '../../src/server/testing/kit.ts';

/** A request that a host takes, made from what is on file. */
export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body: unknown;
  /** Who sends it. */
  readonly as: 'admin' | 'kiosk';
}

const VISIT = '11111111-2222-4333-8444-555555555555';
const AT = '2026-11-22T12:00:00Z';
const token = `/v1/tokens/${IDENTITY.tokenId}`;

const admin = (method: HostRequest['method'], url: string, body?: unknown): HostRequest => ({
  method,
  url,
  body,
  as: 'admin',
});
const kiosk = (url: string, body: unknown): HostRequest => ({ method: 'POST', url, body, as: 'kiosk' });

/** One request of each kind, to a host that knows one token. */
export async function hostRequests(kit: HostKit): Promise<readonly HostRequest[]> {
  const image = await register(kit);
  const report = reportOf(image, { indicator: CLEAR });
  const outcome = {
    ...{ kiosk: 'kiosk-1', tokenId: IDENTITY.tokenId, at: AT, revision: 1, outcome: 'updated' },
    written: { digest: report.image?.digest, sequence: 1, bytes: 10, verified: true, clearedRequestId: null },
    failure: null,
  };
  const transaction = {
    ...{ tokenId: IDENTITY.tokenId, terminal: 'MKT-1', counter: 11, at: 2_000, programme: 'HARBOUR' },
    ...{ action: 'earn', amount: 40 },
  };
  return [
    kiosk('/v1/visits', { visitId: VISIT, kiosk: 'kiosk-1', at: AT, token: report }),
    kiosk(`/v1/visits/${VISIT}/image`, { image }),
    kiosk(`/v1/visits/${VISIT}/outcome`, outcome),
    admin('POST', '/v1/tokens', { ...registration, token: { ...IDENTITY, tokenId: '9280041200004499' } }),
    admin('GET', '/v1/tokens'),
    admin('GET', token),
    admin('PATCH', token, { status: 'active' }),
    admin('POST', `${token}/requests`, { reason: 'restore', criteria: { verifiedOnly: true } }),
    admin('DELETE', `${token}/requests/00000000000000aa`),
    admin('POST', '/v1/transactions', [transaction]),
    admin('GET', `/v1/transactions?tokenId=${IDENTITY.tokenId}`),
    admin('GET', '/v1/visits?limit=5'),
    admin('PUT', '/v1/programmes/CAFE/coupons/C-1', { title: 'Coffee', expiresOn: '2030-01-01' }),
    admin('POST', '/v1/credentials', { role: 'kiosk', name: 'kiosk-9' }),
    admin('POST', '/v1/credentials/00000000000000aa/rotate', { graceSeconds: 5 }),
  ];
}
