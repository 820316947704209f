import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { ed25519 } from '@noble/curves/ed25519.js';
import { onTestFinished } from 'vitest';
import type { UpdateDecision } from '../../shared/contract/host.ts';
import type { JobInputs, JobKind } from '../../shared/contract/transfer.ts';
import { digestOf, type ImageSigner, signImage } from '../../shared/image/envelope.ts';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import { signRules } from '../../shared/image/merge/signed-rules.ts';
import type { CardImage } from '../../shared/image/model.ts';
import { SAMPLE } from '../../shared/testing/sample-image.ts';
import type { Device, Job } from '../../shared/visit/job/state.ts';
import { report, update } from '../../shared/visit/testing.ts';
import { inProcessReader } from '../reader/in-process.ts';
import { startKiosk } from '../sync/testing/kiosk.ts';
import { serve } from '../sync/testing/server.ts';
import type { Services } from '../visit/services.ts';

export const SIGNER: ImageSigner = { keyId: 'images-1', secretKey: new Uint8Array(32).fill(7) };
export const STRANGER: ImageSigner = { keyId: 'images-1', secretKey: new Uint8Array(32).fill(8) };
export const FIRST = SAMPLE;
/** The second device: another level of the pool's membership under the same version. */
export const SECOND: CardImage = {
  ...SAMPLE,
  tokenId: '4821903377105299',
  cells: SAMPLE.cells.map((cell) =>
    cell.kind === 'membership' ? { ...cell, payload: { ...cell.payload, level: 'Silver' } } : cell,
  ),
};

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const signed = (image: CardImage, signer = SIGNER): string => base64(signImage(image, signer));

export function inputs(over: Partial<JobInputs> = {}): JobInputs {
  return {
    valid: true,
    first: signed(FIRST),
    second: signed(SECOND),
    base: null,
    rules: base64(signRules(DEFAULT_RULES, SIGNER)),
    today: '2026-09-01',
    capacity: 4096,
    reserve: [],
    transactionsAdded: 2,
    ...over,
  };
}

const deviceOf = (image: CardImage, nonce: string): Device => ({
  transferId: randomUUID(),
  tokenId: image.tokenId,
  nonce,
  holder: 'A. Haddad',
  quotaLeft: null,
  on: {
    reader: 'reader',
    epoch: 1,
    visitId: randomUUID(),
    report: report({
      tokenId: image.tokenId,
      issuer: image.issuer,
      image: { digest: digestOf(signImage(image, SIGNER)), sequence: image.sequence, length: 700 },
    }),
  },
});

export const jobOf = (kind: JobKind, over: Partial<Job> = {}): Job => ({
  jobId: randomUUID(),
  kind,
  staff: { id: 'b.adler', name: 'Bea Adler' },
  first: deviceOf(FIRST, '1'.repeat(32)),
  second: deviceOf(SECOND, '2'.repeat(32)),
  lost: null,
  backupId: null,
  writes: [],
  preview: null,
  receipt: null,
  spare: [],
  seen: [],
  at: { step: 'composing' },
  until: 0,
  ...over,
});

/** A write as an honest host signs it: `content` for the device whose image is `device`. */
export function writeOf(kind: JobKind, device: CardImage, content: Partial<CardImage>): UpdateDecision {
  const { tokenId, generation, sequence } = device;
  const image = { ...device, ...content, tokenId, generation, sequence: sequence + 1 };
  const bytes = signImage(image, SIGNER);
  return {
    ...update,
    reason: kind,
    requestId: null,
    requestReason: 'none',
    image: base64(bytes),
    digest: digestOf(bytes),
    sequence: image.sequence,
  };
}

export interface Asked {
  readonly path: string;
  readonly body: unknown;
}

/** A kiosk's services, with a host that answers each job's questions as the test says. */
export async function hostOf(answer: (what: 'inputs' | 'images') => unknown) {
  const asked: Asked[] = [];
  const host = await serve((request, response) => {
    json(request).then(
      (body) => {
        const path = request.url ?? '';
        asked.push({ path, body });
        const [, , , jobId, what] = path.split('/');
        const said = answer(what === 'images' ? 'images' : 'inputs');
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ jobId, answer: said }));
      },
      () => response.destroy(),
    );
  });
  const { journal, client, pump } = startKiosk(host.url);
  onTestFinished(() => host.close());
  const services: Services = {
    reader: inProcessReader(['reader']),
    host: client,
    pump,
    journal,
    keys: new Map([[SIGNER.keyId, ed25519.getPublicKey(SIGNER.secretKey)]]),
    kiosk: { id: 'desk-1', branch: 'Test', mode: 'desk', demonstration: false, staffSignIn: true },
    now: Date.now,
    steady: Date.now,
    newId: randomUUID,
    log: () => {},
  };
  return { services, asked };
}
