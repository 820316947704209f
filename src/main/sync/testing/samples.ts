import type { VisitRequest } from '../../../shared/contract/host.ts';
import { createHostClient } from '../host-client.ts';
import type { TransportOptions } from '../transport.ts';

export const VISIT = '3f0c5a52-6c1e-4c7e-9d57-0a3f4e6b7c81';
export const HEALTH = { status: 'ok', version: '1.0.0', now: '2026-11-22T13:05:07Z' };

export const sampleClient = (baseUrl: string, over: Partial<TransportOptions> = {}) =>
  createHostClient({
    baseUrl,
    kiosk: 'kiosk-1',
    credential: () => 'secret-of-kiosk-1',
    timeouts: { connectMs: 2_000, totalMs: 5_000 },
    ...over,
  });

export const sampleVisit: VisitRequest = {
  visitId: VISIT,
  kiosk: 'kiosk-1',
  at: '2026-11-22T13:05:07Z',
  token: {
    tokenId: '00112233445566ff',
    issuer: 'DEMO',
    kind: 'card',
    generation: 1,
    validFrom: 0,
    validTo: 4_000_000_000,
    slotSize: 8192,
    slots: 2,
    image: null,
    indicator: { state: 'clear', requestId: '0000000000000000', reason: 'none', requestedAt: 0 },
    inactiveDigest: null,
    logSequence: 0,
    logIncluded: 0,
    log: [],
    logLost: 0,
  },
};
