import { randomUUID } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import type { z } from 'zod';
import {
  type Decision,
  DecisionSchema,
  type OutcomeReport,
  type TokenReport,
  type UpdateDecision,
} from '../../shared/contract/host.ts';
import { digestOf, openImage } from '../../shared/image/envelope.ts';
import type { CardImage } from '../../shared/image/model.ts';
import type { RegisterTokenSchema, Role } from '../host/admin-contract.ts';
import { createCredential } from '../host/credentials.ts';
import type { App } from '../http/app.ts';
import { buildHostApp } from '../http/host-app.ts';
import { publicKeyOf } from '../images/keys.ts';
import { localImageService } from '../images/local.ts';
import type { ImageService } from '../images/service.ts';
import type { Store } from '../store/store.ts';

/** 22 November 2026, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

export const SIGNER = { keyId: 'img-test', secretKey: new Uint8Array(32).fill(7) };
export const TRUSTED = new Map([[SIGNER.keyId, publicKeyOf(SIGNER)]]);
export const STRANGER = { keyId: 'img-other', secretKey: ed25519.utils.randomSecretKey() };

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A whole host in this process, called through HTTP's own path, with a clock that stands where it is put.
 * @param line what lies between host and image server
 */
export async function hostKit(
  store: Store,
  line: (images: ImageService) => ImageService = (images) => images,
) {
  const clock = { now: NOON };
  const now = () => clock.now;
  const images = line(localImageService({ store, signer: SIGNER, trusted: TRUSTED, now }));
  const app: App = buildHostApp({ store, images, now, openVisitMs: 300_000, transferMs: 600_000 });
  const credential = async (role: Role, name: string) =>
    (await createCredential(store, NOON, { role, name })).token;
  const admin = await credential('admin', 'test');
  const kiosks = new Map<string, string>();
  const desks = new Map<string, string>();
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: unknown,
    token: string | undefined = admin,
    key?: string,
  ): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url,
      ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  const asKiosk = async (kiosk: string, url: string, payload: unknown): Promise<Answer> => {
    const token = kiosks.get(kiosk) ?? (await credential('kiosk', kiosk));
    kiosks.set(kiosk, token);
    return await call('POST', url, payload, token);
  };
  const deskToken = async (name: string): Promise<string> => {
    const token = desks.get(name) ?? (await credential('desk', name));
    desks.set(name, token);
    return token;
  };
  return { app, store, admin, clock, images, credential, call, asKiosk, deskToken };
}
export type HostKit = Awaited<ReturnType<typeof hostKit>>;

export const IDENTITY = {
  tokenId: '9280041200004417',
  issuer: 'HARBOUR',
  kind: 'card' as const,
  generation: 1,
  validFrom: 0,
  validTo: 4_000_000_000,
  slotSize: 4096,
  slots: 2 as const,
};

export const registration: z.input<typeof RegisterTokenSchema> = {
  token: IDENTITY,
  account: { accountRef: 'ACC-2206', holder: 'Amira Haddad' },
  content: {
    cells: [
      { programme: 'HARBOUR', owner: 'Market', kind: 'points', version: 1, payload: { balance: 1240 } },
      {
        programme: 'METRO',
        owner: 'Metro',
        kind: 'purse',
        version: 1,
        payload: { balance: 1840, currency: 'EUR' },
      },
      { programme: 'CAFE', owner: 'Cafe', kind: 'coupons', version: 1, payload: { coupons: [] } },
    ],
    transactions: [
      { terminal: 'MKT-1', counter: 10, at: 1_000, programme: 'HARBOUR', action: 'earn', amount: 40 },
    ],
  },
};

export const CLEAR = { state: 'clear', requestId: '0'.repeat(16), reason: 'none', requestedAt: 0 } as const;
export const requested = (requestId: string): TokenReport['indicator'] => ({
  state: 'requested',
  requestId,
  reason: 'restore',
  requestedAt: 1_795_000_000,
});

export const decodeSigned = (image: string): Uint8Array => new Uint8Array(Buffer.from(image, 'base64'));
export function contentOf(image: string): CardImage {
  const opened = openImage(decodeSigned(image), TRUSTED);
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value.image;
}

/** What a kiosk reads of a token that carries an image with this digest. */
export const reportOfDigest = (digest: string, sequence: number, image: string): TokenReport => ({
  ...IDENTITY,
  image: { digest, sequence, length: decodeSigned(image).length },
  indicator: CLEAR,
  inactiveDigest: null,
  logSequence: 0,
  logIncluded: 0,
  log: [],
  logLost: 0,
});

/** What a kiosk reads of a token that carries the signed image, or none. */
export const reportOf = (image: string | null, over: Partial<TokenReport> = {}): TokenReport => ({
  ...(image === null
    ? { ...reportOfDigest('', 0, ''), image: null }
    : reportOfDigest(digestOf(decodeSigned(image)), contentOf(image).sequence, image)),
  ...over,
});

/** Registers the token of `registration` and returns its first image. */
export async function register(
  kit: HostKit,
  over: Partial<z.input<typeof RegisterTokenSchema>> = {},
): Promise<string> {
  const { status, body } = await kit.call('POST', '/v1/tokens', { ...registration, ...over });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return (body as { image: string }).image;
}

export interface Visit {
  readonly visitId: string;
  readonly decision: Decision;
}

export async function visit(
  kit: HostKit,
  token: TokenReport,
  kiosk = 'kiosk-1',
  visitId: string = randomUUID(),
): Promise<Visit> {
  const at = new Date(kit.clock.now).toISOString();
  const { status, body } = await kit.asKiosk(kiosk, '/v1/visits', { visitId, kiosk, at, token });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return { visitId, decision: DecisionSchema.parse((body as { decision: unknown }).decision) };
}

export function updateOf({ decision }: Visit): UpdateDecision {
  if (decision.decision !== 'update') throw new Error(`${decision.decision}: ${decision.reason}`);
  return decision;
}

/** Tells the host that the image of an update was written and read back. */
export async function confirm(
  kit: HostKit,
  { visitId, decision }: Visit,
  over: Partial<OutcomeReport> = {},
  kiosk = 'kiosk-1',
): Promise<Answer> {
  const update = updateOf({ visitId, decision });
  return await kit.asKiosk(kiosk, `/v1/visits/${visitId}/outcome`, {
    kiosk,
    tokenId: IDENTITY.tokenId,
    at: new Date(kit.clock.now).toISOString(),
    revision: 1,
    outcome: 'updated',
    written: {
      digest: update.digest,
      sequence: update.sequence,
      bytes: update.image.length,
      verified: true,
      clearedRequestId: update.requestId,
    },
    failure: null,
    ...over,
  });
}
