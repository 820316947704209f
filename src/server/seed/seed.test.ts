import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../shared/contract/host.ts';
import { openImage, signImage } from '../../shared/image/envelope.ts';
import { listTokens } from '../host/tokens.ts';
import { openVisit } from '../host/visits.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import { publicKeyOf } from '../images/keys.ts';
import { CLEAR, reportOfDigest } from '../testing/kit.ts';
import { identityOf, readDemo } from './demo.ts';
import { DEMO_FOLDER, demoImage, seed } from './seed.ts';

let folder = '';
let server: RunningServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-seed-'));
  server = await startServer({ data: folder });
  await seed(server);
  await seed(server);
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Presents a token of the demonstration as it was described, with its log and indicator left out. */
async function present(name: string): Promise<Decision> {
  const token = (await readDemo(DEMO_FOLDER)).tokens.get(name);
  if (server?.host === undefined || server.imageKey === undefined || token === undefined)
    throw new Error(name);
  const signed =
    token.image && signImage(demoImage(token, token.image.account, token.image), server.imageKey);
  const opened =
    signed && openImage(signed, new Map([[server.imageKey.keyId, publicKeyOf(server.imageKey)]]));
  const answer = await openVisit(server.host, {
    visitId: crypto.randomUUID(),
    kiosk: 'harbour-1',
    at: new Date().toISOString(),
    token: {
      ...reportOfDigest('', 0, ''),
      ...identityOf(token),
      image:
        signed !== undefined && opened?.ok === true
          ? { digest: opened.value.digest, sequence: opened.value.image.sequence, length: signed.length }
          : null,
      indicator: CLEAR,
    },
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.decision;
}

test.each([
  ['jonas-berger', 'current'],
  ['mei-lin-tan', 'current'],
  ['deniz-yilmaz', 'token-behind'],
  ['sofia-marchetti', 'request-pending'],
  ['lucas-moreau', 'image-missing'],
  ['olga-petrenko', 'hotlisted'],
  ['peter-novak', 'expired'],
  ['fatima-zahra', 'superseded'],
  ['henrik-lund', 'quota-used'],
  ['card-from-elsewhere', 'token-unknown'],
  ['aisha-okafor', 'not-yet-valid'],
  ['amira-phone', 'current'],
  ['amira-new-card', 'no-backup'],
  ['clara-nowak', 'current'],
])('%s: %s', async (name, reason) => {
  expect((await present(name)).reason).toBe(reason);
});

test('Amira Haddad gets her 170 points, €5.50 and two coupons', async () => {
  const decision = await present('amira-haddad');
  if (decision.decision !== 'update' || server?.imageKey === undefined) throw new Error(decision.reason);
  const keys = new Map([[server.imageKey.keyId, publicKeyOf(server.imageKey)]]);
  const opened = openImage(new Uint8Array(Buffer.from(decision.image, 'base64')), keys);
  if (!opened.ok) throw new Error(opened.failure.code);
  const payloads = opened.value.image.cells.map((cell) => cell.payload);
  expect(decision).toMatchObject({ reason: 'request-pending', requestReason: 'restore', sequence: 7 });
  expect(payloads).toMatchObject([
    { coupons: [{ usesLeft: 1 }, { title: 'Bagel for the price of a roll' }, { usesLeft: 1 }] },
    { balance: 1410 },
    { balance: 2390 },
    { reference: 'CR-77120-4' },
  ]);
});

test('seeding twice leaves every token there once', async () => {
  if (server?.host === undefined) throw new Error('no host');
  expect(await listTokens(server.host, 100)).toHaveLength(14);
});
