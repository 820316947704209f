import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signImage } from '../../shared/image/envelope.ts';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import { openRules } from '../../shared/image/merge/signed-rules.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import { demoImage } from '../seed/seed.ts';
import { IDENTITY, STRANGER } from '../testing/kit.ts';
import { CellJsonSchema } from './cell-json.ts';
import { type RemoteImages, remoteImageService } from './remote.ts';

const { tokenId } = IDENTITY;
let folder = '';
let server: RunningServer | undefined;
let remote: RemoteImages = { url: '', token: '' };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-images-'));
  server = await startServer({ data: folder, role: 'images' });
  remote = { url: server.url, token: await server.credential('service', 'host') };
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const issue = {
  tokenId,
  accountRef: 'ACC-1',
  issuer: 'HARBOUR',
  generation: 1,
  slotSize: 4096,
  cells: [
    CellJsonSchema.parse({
      programme: 'LATER',
      owner: 'Someone',
      kind: 'opaque',
      code: 77,
      version: 1,
      payload: { bytes: 'AP8=' },
    }),
  ],
  transactions: [],
  recordedBy: 'test',
  verified: false,
};

test('every call reaches the image server, and bytes that nobody understands arrive as they were', async () => {
  const images = remoteImageService(remote);
  const issued = await images.issue(issue);
  if (!issued.ok) throw new Error(issued.failure.detail);
  expect(await images.issue(issue)).toEqual(issued);
  const { digest } = issued.value.backup;
  expect(await images.confirm({ tokenId, digest })).toEqual({ ok: true, value: { known: true } });
  expect(await images.backups({ tokenId })).toMatchObject({
    value: { backups: [{ digest, verified: true }] },
  });
  expect(await images.keys({})).toMatchObject({ value: { keys: [{ keyId: server?.imageKey?.keyId }] } });
  expect(await images.transactions({ tokenId })).toMatchObject({
    value: { transactions: [], conflicts: [] },
  });
  const bytes = Buffer.from(issued.value.image, 'base64');
  expect(bytes.includes(Buffer.from([0x42, 0x00, 0xff]))).toBe(true);
});

test('the host’s clock counts, whatever this server’s own one says', async () => {
  const at = Date.UTC(2031, 4, 6, 7, 8, 9);
  const images = remoteImageService({ ...remote, now: () => at });
  const issued = await images.issue({ ...issue, tokenId: '9280041200006666' });
  expect(issued).toMatchObject({ value: { backup: { capturedAt: new Date(at).toISOString() } } });
});

test('what goes from one device to another is made over there as it is here', async () => {
  const images = remoteImageService(remote);
  const phone = '9280041200007777';
  const issued = await images.issue({ ...issue, tokenId: phone });
  if (!issued.ok) throw new Error(issued.failure.detail);
  const { digest } = issued.value.backup;
  const nothing = { backupId: null, reportedAt: null, reserve: [] };
  const side = await images.side({ tokenId: phone, generation: 1, capacity: 3900, digest, ...nothing });
  if (!side.ok) throw new Error(side.failure.detail);
  const target = {
    tokenId: '9280041200008888',
    accountRef: 'ACC-1',
    issuer: 'HARBOUR',
    generation: 1,
    slotSize: 4096,
  };
  const made = await images.transfer({
    target: { ...target, afterSequence: 0, currentDigest: null, inactiveDigest: null },
    jobId: '00000000-0000-4000-8000-000000000001',
    source: 'migrated',
    first: { tokenId: phone, digest: side.value.digest },
    second: null,
    base: null,
    rules: DEFAULT_RULES,
    today: '2026-11-22',
    capacity: 3900,
    settlements: {},
  });
  if (!made.ok) throw new Error(made.failure.detail);
  expect(made.value.chosen.why).toBe('transferred');
  const kept = { tokenId: target.tokenId, digest: made.value.digest };
  expect(await images.fetch(kept)).toEqual({ ok: true, value: { image: made.value.image } });
  expect(await images.fetch({ ...kept, tokenId: phone })).toMatchObject({ ok: false });
  expect(await images.offers({ tokenId: phone, reportedAt: null })).toMatchObject({
    value: { offers: [{ suggested: true, content: [{ view: { kind: 'opaque', bytes: 2 } }] }] },
  });
  const rules = await images.signRules({ rules: DEFAULT_RULES });
  const keys = await images.keys({});
  if (!rules.ok || !keys.ok) throw new Error('No rules or no keys');
  const trusted = new Map(
    keys.value.keys.map((key) => [key.keyId, new Uint8Array(Buffer.from(key.publicKey, 'base64url'))]),
  );
  const opened = openRules(new Uint8Array(Buffer.from(rules.value.rules, 'base64')), trusted);
  expect(opened).toEqual({ ok: true, value: DEFAULT_RULES });
});

test('a failure of the image server crosses unchanged', async () => {
  const token = {
    name: '',
    ...IDENTITY,
    validFrom: '2026-01-01',
    validTo: '2027-01-01',
    memory: { slotSize: 4096, slots: 2 as const },
  };
  const content = { account: 'ACC-1', sequence: 9, capturedAt: 1, programmes: [], transactions: [] };
  const image = Buffer.from(signImage(demoImage(token, 'ACC-1', content), STRANGER)).toString('base64');
  const recorded = await remoteImageService(remote).record({
    tokenId,
    image,
    recordedBy: 'k',
    verified: true,
  });
  expect(recorded).toMatchObject({ ok: false, failure: { code: 'image-key-unknown', retry: 'never' } });
});

test('wrong credentials, nobody there and an answer that is none are told apart', async () => {
  const code = async (at: RemoteImages) => {
    const answer = await remoteImageService(at).keys({});
    return answer.ok ? 'ok' : answer.failure.code;
  };
  expect(await code({ ...remote, token: 'service_guess' })).toBe('host-credentials-refused');
  expect(await code({ ...remote, url: 'http://127.0.0.1:1' })).toBe('host-unreachable');
  const other = createServer((_, response) => response.end('<p>Welcome to the hotel’s network</p>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await code({ ...remote, url: `http://127.0.0.1:${port}` })).toBe('host-answer-malformed');
  other.close();
  other.closeAllConnections();
});
