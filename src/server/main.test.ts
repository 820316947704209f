import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startCluster } from './store/testing/postgres.ts';
import { IDENTITY, registration, reportOfDigest, requested } from './testing/kit.ts';
import { callUrl, type ServerProcess, startProcess } from './testing/process.ts';

let folder = '';
const running: ServerProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-server-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.end('SIGKILL')));
  await rm(folder, { recursive: true, force: true });
});

async function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const server = await startProcess(args, environment);
  running.push(server);
  return server;
}
const end = async (server: ServerProcess, signal: 'SIGKILL' | 'SIGTERM') => {
  running.splice(running.indexOf(server), 1);
  return await server.end(signal);
};
const text = (value: unknown): string => z.string().parse(value);
const adminOf = (server: ServerProcess) => text(server.lines.at(-1)?.adminToken);
const credentialOf = (server: ServerProcess) =>
  text(server.lines.find((line) => line.event === 'credential')?.token);
const RegisteredSchema = z.object({
  image: z.string(),
  backup: z.object({ digest: z.string(), sequence: z.number() }),
});

async function registered(server: ServerProcess, admin: string) {
  const { body } = await callUrl(`${server.url}/v1/tokens`, 'POST', admin, registration);
  return RegisteredSchema.parse(body);
}
const visitBody = (image: z.infer<typeof RegisteredSchema>, visitId: string, kiosk = 'kiosk-1') => ({
  visitId,
  kiosk,
  at: '2026-11-22T12:00:00Z',
  token: {
    ...reportOfDigest(image.backup.digest, image.backup.sequence, image.image),
    indicator: requested('00000000000000aa'),
  },
});
const FIRST = '6f6b2e1c-38c5-4a8e-9b07-51d0c2e4a901';

test('what was acknowledged is there after the process was killed, and the answer is the same', async () => {
  const data = join(folder, 'data');
  const first = await start(['--data', data, '--credential', 'kiosk:kiosk-1']);
  const admin = adminOf(first);
  const kiosk = credentialOf(first);
  const image = await registered(first, admin);
  const body = visitBody(image, FIRST);
  const decided = await callUrl(`${first.url}/v1/visits`, 'POST', kiosk, body);
  expect(decided.body).toMatchObject({ decision: { decision: 'update', sequence: 2 } });
  const transaction = {
    tokenId: IDENTITY.tokenId,
    terminal: 'MKT-1',
    counter: 77,
    at: 1_795_000_000,
    programme: 'HARBOUR',
    action: 'earn',
    amount: 3,
  };
  const posted = await callUrl(`${first.url}/v1/transactions`, 'POST', admin, [transaction]);
  expect(posted.body).toMatchObject({ results: [{ result: 'recorded' }] });
  await end(first, 'SIGKILL');
  const second = await start(['--data', data]);
  expect(second.lines.at(-1)).not.toHaveProperty('adminToken');
  expect(await callUrl(`${second.url}/v1/visits`, 'POST', kiosk, body)).toEqual(decided);
  const again = await callUrl(`${second.url}/v1/transactions`, 'POST', admin, [transaction]);
  expect(again.body).toMatchObject({ results: [{ result: 'repeated' }] });
  expect(statSync(join(data, 'image-key.json')).mode & 0o777).toBe(0o600);
  expect(await end(second, 'SIGTERM')).toBe(0);
});

test('a process that is killed while it works loses nothing that it acknowledged', async () => {
  const data = join(folder, 'data');
  const first = await start(['--data', data]);
  const admin = adminOf(first);
  await registered(first, admin);
  const row = (counter: number) => ({
    tokenId: IDENTITY.tokenId,
    terminal: 'MKT-2',
    counter,
    at: 1_795_000_000,
    programme: 'HARBOUR',
    action: 'earn',
    amount: counter,
  });
  const acknowledged: number[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const post = async (_: unknown, counter: number) => {
    const { status } = await callUrl(`${first.url}/v1/transactions`, 'POST', admin, [row(counter)]);
    if (status === 200) acknowledged.push(counter);
    if (acknowledged.length === 8) resolve();
  };
  // Those that the kill cuts off fail, as they should.
  const posts = Promise.allSettled(Array.from({ length: 60 }, post));
  await enough;
  await end(first, 'SIGKILL');
  const ends = await posts;
  expect(ends.some(({ status }) => status === 'rejected')).toBe(true);
  const second = await start(['--data', data]);
  const url = `${second.url}/v1/transactions?tokenId=${IDENTITY.tokenId}`;
  const { body } = await callUrl(url, 'GET', admin);
  const LedgerSchema = z.object({ transactions: z.array(z.object({ counter: z.number() })) });
  const kept = LedgerSchema.parse(body).transactions.map(({ counter }) => counter);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
  expect(acknowledged.length).toBeGreaterThanOrEqual(8);
});

test('split over two processes, two hosts and PostgreSQL, two kiosks at once get one update', async () => {
  const cluster = await startCluster();
  try {
    const imagesDatabase = await cluster.database();
    const database = await cluster.database();
    const images = await start(
      ['--role', 'images', '--data', join(folder, 'images'), '--credential', 'service:host'],
      { RECARD_SERVER_DATABASE: imagesDatabase },
    );
    const settings = {
      RECARD_SERVER_ROLE: 'host',
      RECARD_SERVER_DATABASE: database,
      RECARD_SERVER_IMAGES_URL: images.url,
      RECARD_SERVER_IMAGES_TOKEN: credentialOf(images),
    };
    const one = await start(['--data', join(folder, '1'), '--credential', 'kiosk:kiosk-1'], settings);
    const two = await start(['--data', join(folder, '2'), '--credential', 'kiosk:kiosk-2'], settings);
    const image = await registered(one, adminOf(one));
    const open = (server: ServerProcess, kiosk: string, visitId: string) =>
      callUrl(`${server.url}/v1/visits`, 'POST', credentialOf(server), visitBody(image, visitId, kiosk));
    const answers = await Promise.all([
      open(one, 'kiosk-1', FIRST),
      open(two, 'kiosk-2', 'b7c5e0a2-3b86-4b40-8f0f-2f6f0a3a7d11'),
    ]);
    const AnswerSchema = z.object({ decision: z.object({ decision: z.string() }) });
    const decisions = answers.map(({ body }) => AnswerSchema.parse(body).decision.decision);
    expect(decisions.toSorted()).toEqual(['refuse', 'update']);
    await end(images, 'SIGKILL');
    const [winner, kiosk] = decisions[0] === 'update' ? [one, 'kiosk-1'] : [two, 'kiosk-2'];
    const away = await open(winner, kiosk, '0f8fad5b-d9cb-469f-a165-70867728950e');
    expect(away).toMatchObject({ status: 503, body: { error: 'image-server-away' } });
  } finally {
    await Promise.all(running.splice(0).map((server) => server.end('SIGTERM')));
    await cluster.stop();
  }
});

test('a configuration that cannot work is refused with the setting’s name', async () => {
  await expect(start(['--data', folder, '--port', '99999'])).rejects.toThrow(/port \(RECARD_SERVER_PORT\)/);
  await expect(start(['--data', folder, '--role', 'host'])).rejects.toThrow(/imagesUrl and imagesToken/);
  await expect(start(['--data', folder, '--credential', 'pope:x'])).rejects.toThrow(/role:name/);
});
