import {
  CLEAR,
  type HostKit,
  IDENTITY,
  register,
  registration,
  reportOf,
} from '../../src/server/testing/kit.ts';
import type { TokenReport } from '../../src/shared/contract/host.ts';
import { DEFAULT_RULES } from '../../src/shared/image/merge/rules.ts';

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

const JOB = '22222222-2222-4333-8444-555555555555';
const SECOND = '33333333-2222-4333-8444-555555555555';
const DIGEST = 'a'.repeat(64);
const NONCE = 'b'.repeat(32);

/** From one device to another, and what a desk asks on the way. */
function jobRequests(report: TokenReport, image: string): readonly HostRequest[] {
  const transfer = { jobId: JOB, job: 'synchronize', role: 'first', kiosk: 'kiosk-1', at: AT };
  const nonces = { first: NONCE, second: NONCE };
  return [
    kiosk('/v1/transfers', {
      ...transfer,
      transferId: JOB,
      device: { presence: 'present', token: report },
    }),
    kiosk('/v1/transfers', {
      ...transfer,
      transferId: SECOND,
      jobId: SECOND,
      job: 'replace',
      device: { presence: 'absent', tokenId: IDENTITY.tokenId },
    }),
    kiosk(`/v1/transfers/${JOB}/image`, { image, nonce: NONCE }),
    kiosk(`/v1/jobs/${JOB}/inputs`, { kiosk: 'kiosk-1', nonces }),
    kiosk(`/v1/jobs/${JOB}/images`, {
      ...{ kiosk: 'kiosk-1', nonces, inputs: { first: DIGEST, second: DIGEST } },
      ...{ settlements: {}, staff: null },
    }),
    kiosk('/v1/customers/search', { kiosk: 'kiosk-1', by: 'number', value: IDENTITY.tokenId }),
    kiosk(`${token}/report`, { kiosk: 'kiosk-1', report: 'damaged', staff: 'ann' }),
    kiosk(`${token}/backup-offers`, { kiosk: 'kiosk-1' }),
    admin('PUT', '/v1/merge-rules', DEFAULT_RULES),
    admin('GET', '/v1/merge-rules'),
    admin('PUT', '/v1/programmes/HARBOUR', { reserve: { amount: 100, perMille: 50 } }),
  ];
}

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
    ...jobRequests(report, image),
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
