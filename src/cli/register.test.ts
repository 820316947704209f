import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../server/http/server.ts';
import { codeOf, must } from '../shared/testing/results.ts';
import { ensureSigner, issueToken, KEY_FILE, readDescription, readSigner } from './issue.ts';
import { registerAt } from './register.ts';

const TOKENS = path.resolve(import.meta.dirname, '../../assets/tokens');
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'recard-register-'));
  server = await startServer({ data: folder });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function issued(example: string, keyFile = KEY_FILE) {
  const described = must(await readDescription(path.join(TOKENS, `${example}.json`)));
  const signer = must(await ensureSigner(path.join(folder, keyFile)));
  return must(issueToken(described, signer, path.join(folder, `${example}.token`)));
}

const at = (url: string, adminToken: string | undefined) => ({
  url,
  adminToken: adminToken ?? '',
  holder: 'Ann Example',
  accountRef: 'ACC-1',
});

test('a token with an image and one that never had any are put on file', async () => {
  const registration = at(server.url, server.adminToken);
  must(await registerAt({ ...registration, accountRef: 'ACC-100482' }, await issued('aurora-card')));
  must(await registerAt(registration, await issued('new-card')));
});

test('an image signed with another key is refused, and the host says why', async () => {
  const foreign = await issued('harbour-phone', 'other-key.json');
  const refused = await registerAt(at(server.url, server.adminToken), foreign);
  expect(codeOf(refused)).toBe('host-request-refused');
});

test('a wrong administrator and an absent host are told apart', async () => {
  const token = await issued('linden-small-card');
  expect(codeOf(await registerAt(at(server.url, 'admin_wrong'), token))).toBe('host-credentials-refused');
  expect(codeOf(await registerAt(at('http://127.0.0.1:9', 'admin'), token))).toBe('host-unreachable');
});

test('a key that is not there is not made by asking for it', async () => {
  const file = path.join(folder, 'absent.json');
  const missing = { failure: { code: 'configuration-invalid', detail: expect.stringContaining(file) } };
  expect(await readSigner(file)).toMatchObject(missing);
  expect(await readSigner(file)).toMatchObject(missing);
});
