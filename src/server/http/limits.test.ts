import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createApp, type HttpLimits } from './app.ts';

const SHORT = { headMs: 150, requestMs: 300, lookMs: 20, idleMs: 1_000 };

/** A listening server with one route that takes a body, and what of it reached the route. */
async function listening(limits: Partial<HttpLimits> = {}) {
  const app = createApp({ title: 'limits', log: false, limits });
  const taken: string[] = [];
  app.after(() => {
    app.post('/v1/things', { schema: { body: z.object({ thing: z.string() }) } }, async ({ body }) => {
      taken.push(body.thing);
      return { taken: true };
    });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const call = (): Socket => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    // That it is broken off is what is tested here.
    socket.on('error', () => socket.destroy());
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { url, call, taken };
}

const post = (url: string, body: string) =>
  fetch(`${url}/v1/things`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
/** However it is ended. */
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));
const head = (...fields: readonly string[]): string =>
  ['POST /v1/things HTTP/1.1', 'host: here', 'content-type: application/json', ...fields, '', ''].join(
    '\r\n',
  );

test('a body of more than a mebibyte is refused in the words of every refusal, and reaches no route', async () => {
  const { url, taken } = await listening();
  const answer = await post(url, JSON.stringify({ thing: 'x'.repeat(1024 * 1024) }));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ error: 'request-refused', message: expect.any(String) });
  expect((await post(url, JSON.stringify({ thing: 'small' }))).status).toBe(200);
  expect(taken).toEqual(['small']);
});

test('a body without an end is cut off at the limit', async () => {
  const { call } = await listening();
  const socket = call();
  const chunk = Buffer.from(`10000\r\n${' '.repeat(0x10000)}\r\n`);
  socket.write(head('transfer-encoding: chunked'));
  let sent = 0;
  socket.resume();
  while (!socket.destroyed && sent < 1024 * 1024 * 1024) {
    sent += chunk.length;
    if (!socket.write(chunk))
      await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
  }
  // What the kernel's buffers of both sides took on top is not ours to limit.
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test.each(['/\\%00k%00v1/transactions', '//:99999/v1/things', '/%', '*'])(
  'an address that is no URL is refused in the words of every refusal: %s',
  async (address) => {
    const { call, taken } = await listening();
    const socket = call();
    socket.end(head('content-length: 2', 'connection: close').replace('/v1/things', address).concat('{}'));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d .*"error":"[a-z-]+","message":/s);
    expect(taken).toEqual([]);
  },
);

test('a head of more than 16 KiB is refused', async () => {
  const { call } = await listening();
  const socket = call();
  socket.write(head(`x-more: ${'x'.repeat(20_000)}`, 'content-length: 2'));
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /);
});

test.each([
  ['a head that drips', 'POST /v1/things HTTP/1.1\r\nhost: here\r\n', 'x-more: of it\r\n'],
  ['a body that drips', head('content-length: 100000'), ' '],
])('%s is ended within the time limit', async (_, beginning, drop) => {
  const { call } = await listening(SHORT);
  const socket = call();
  socket.write(beginning);
  const begun = performance.now();
  const drip = setInterval(() => socket.write(drop), 10);
  socket.resume();
  await closed(socket);
  clearInterval(drip);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('a connection that says nothing at all is ended', async () => {
  const { call } = await listening(SHORT);
  const socket = call();
  socket.resume();
  await closed(socket);
});

test('more connections than there may be are refused, and the others are served', async () => {
  const { call } = await listening({ connections: 3 });
  const first = call();
  await once(first, 'connect');
  const others = Array.from({ length: 10 }, call);
  for (const socket of others) socket.resume();
  const refused = others.map(closed);
  await Promise.race(refused);
  first.write(`${head('content-length: 13', 'connection: close')}{"thing":"a"}`);
  expect(await text(first)).toMatch(/^HTTP\/1\.1 200 /);
});

test('JSON that is nested a hundred thousand deep is refused like any other', async () => {
  const { url, taken } = await listening();
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  for (const body of [deep, `{"thing":${deep}}`, '['.repeat(100_000)])
    expect((await post(url, body)).status).toBe(400);
  expect(taken).toEqual([]);
});
