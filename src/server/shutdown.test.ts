import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type ServerProcess, startProcess } from './testing/process.ts';

let folder = '';
let server: ServerProcess;
const sockets: Socket[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-shutdown-'));
  server = await startProcess(['--data', folder]);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** A client that says what it is told to, byte by byte, and keeps all that it hears. */
async function dial() {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.on('error', (error) => {
    heard += String(error);
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return {
    say: (text: string) => socket.write(text),
    hears: (text: string) => vi.waitUntil(() => heard.includes(text), { timeout: 30_000 }),
    heard: () => heard,
    ended,
  };
}

async function refusesNewcomers(): Promise<void> {
  await vi.waitUntil(
    async () => {
      const { port, hostname } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      return outcome === 'refused';
    },
    { timeout: 30_000 },
  );
}

const HEALTH = 'GET /v1/health HTTP/1.1\r\nHost: host\r\n\r\n';
const transaction = () =>
  JSON.stringify([
    {
      tokenId: '9280041290000001',
      terminal: 'MKT-1',
      counter: 1,
      at: 1_795_000_000,
      programme: 'HARBOUR',
      action: 'earn',
      amount: 3,
    },
  ]);
/** The head of a request: the server says that it goes on once it has it, so that the request is under way by then. */
function posting(body: string): string {
  const token = z.string().parse(server.lines.at(-1)?.adminToken);
  const head = ['POST /v1/transactions HTTP/1.1', 'Host: host', `Authorization: Bearer ${token}`];
  const content = [
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ];
  return [...head, ...content, '', ''].join('\r\n');
}

test('a server that is asked to end answers what is under way, takes nothing new, and ends well', async () => {
  const idle = await dial();
  idle.say(HEALTH);
  await idle.hears('200 OK');
  const underWay = await dial();
  const body = transaction();
  underWay.say(posting(body) + body.slice(0, 20));
  await underWay.hears('100 Continue');

  const exited = server.end('SIGTERM');
  await idle.ended;
  await refusesNewcomers();
  underWay.say(body.slice(20));
  await underWay.hears('"results"');
  expect(underWay.heard()).toContain('HTTP/1.1 200 OK');
  await underWay.ended;
  expect(await exited).toBe(0);
});

test('clients that keep a connection open, or never finish what they ask, do not keep a server from ending', async () => {
  const kept = await dial();
  kept.say(HEALTH);
  await kept.hears('200 OK');
  const silent = await dial();
  const slow = await dial();
  slow.say('GET /v1/health HTTP/1.1\r\nHost: ho');
  const half = await dial();
  half.say(`${posting(transaction())}[{`);
  const answered = await dial();
  answered.say(HEALTH);
  await answered.hears('200 OK');

  const asked = performance.now();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  await Promise.all([kept, silent, slow, half, answered].map(({ ended }) => ended));
});
