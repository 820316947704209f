import { randomUUID } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import type { UpdateDecision } from '../../../shared/contract/host.ts';
import { digestOf, signImage } from '../../../shared/image/envelope.ts';
import { must } from '../../../shared/testing/results.ts';
import { SAMPLE } from '../../../shared/testing/sample-image.ts';
import { update } from '../../../shared/visit/testing.ts';
import { personalise } from '../../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../../virtual-token/in-process.ts';
import { readToken } from '../../card/read.ts';
import { IDENTITY } from '../../card/testing/samples.ts';
import { sessionOver } from '../../card/testing/session.ts';
import { inProcessReader } from '../../reader/in-process.ts';
import { startKiosk } from '../../sync/testing/kiosk.ts';
import type { Services } from '../services.ts';
import { prepare } from './steps.ts';

const SIGNER = { keyId: 'images-1', secretKey: new Uint8Array(32).fill(7) };
const OLD = signImage(SAMPLE, SIGNER);
const NEW = signImage({ ...SAMPLE, sequence: SAMPLE.sequence + 1 }, SIGNER);
const DECISION: UpdateDecision = {
  ...update,
  image: Buffer.from(NEW).toString('base64'),
  digest: digestOf(NEW),
  sequence: SAMPLE.sequence + 1,
  currentImage: null,
};

/** A kiosk whose host is away: preparing needs none. */
function services(): Services {
  const { journal, client, pump } = startKiosk('http://127.0.0.1:9');
  return {
    reader: inProcessReader(['in process']),
    host: client,
    pump,
    journal,
    keys: new Map([[SIGNER.keyId, ed25519.getPublicKey(SIGNER.secretKey)]]),
    kiosk: { id: 'kiosk-1', branch: 'Test', mode: 'self-service', demonstration: false, staffSignIn: false },
    now: Date.now,
    steady: Date.now,
    newId: randomUUID,
    log: () => {},
  };
}

async function openToken(slots: 1 | 2) {
  const identity = { ...IDENTITY, slots, slotSize: 2048 };
  const token = new InProcessToken(
    personalise(identity, { sequence: SAMPLE.sequence, bytes: OLD }, [], null),
  );
  token.token.insert();
  const session = sessionOver(token);
  return { session, reading: must(await readToken(session)) };
}

test('an image for a token with two slots is prepared', async () => {
  const prepared = await prepare(services(), await openToken(2), DECISION);
  expect(prepared).toMatchObject({ ok: true, value: { type: 'prepared', change: { beforeKnown: true } } });
});

test('an image for a token with one slot is prepared, and nothing is written for that', async () => {
  const token = await openToken(1);
  expect(await prepare(services(), token, DECISION)).toMatchObject({
    ok: true,
    value: { type: 'prepared', change: { beforeKnown: true } },
  });
  expect(token.session.commands.filter((command) => [0xd6, 0xdc].includes(command[1] ?? 0))).toEqual([]);
});
