import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { must } from '../journal/testing/samples.ts';
import { HEALTH, sampleClient, sampleVisit } from './testing/samples.ts';
import { serve } from './testing/server.ts';
import { MAX_ANSWER_BYTES } from './transport.ts';

/** Asks a host that behaves as `listener` for its health. */
async function ask(listener: RequestListener, totalMs = 5_000) {
  const host = await serve(listener);
  const client = sampleClient(host.url, { timeouts: { connectMs: 2_000, totalMs } });
  onTestFinished(async () => {
    client.close();
    await host.close();
  });
  return client.health();
}

const problem = JSON.stringify({ error: 'visit-unknown', message: 'There is no such visit.' });

test.each([
  [400, problem, 'host-request-refused'],
  [401, problem, 'host-credentials-refused'],
  [403, problem, 'host-credentials-refused'],
  [403, '<html>', 'host-unreachable'],
  [404, problem, 'host-request-refused'],
  [404, '<html>Not here</html>', 'host-unreachable'],
  [407, '<html>', 'host-unreachable'],
  [408, '', 'host-timeout'],
  [409, problem, 'host-request-refused'],
  [429, '', 'host-failed'],
  [500, problem, 'host-failed'],
  [503, '<html>', 'host-failed'],
])('HTTP %i with the body %j is %s', async (status, body, code) => {
  const answer = await ask((_, response) => response.writeHead(status).end(body));
  expect(answer).toMatchObject({ ok: false, failure: { code } });
});

test('a refusal carries what the host said for staff', async () => {
  const answer = await ask((_, response) => response.writeHead(422).end(problem));
  expect(answer).toMatchObject({
    failure: { detail: 'HTTP 422 visit-unknown: There is no such visit.', retry: 'never' },
  });
});

test.each([
  ['a page', '<html>Please log in</html>'],
  ['cut off', '{"status":"ok"'],
  ['empty', ''],
])('an answer that is %s is none of the host', async (_, body) => {
  expect(await ask((_request, response) => response.end(body))).toMatchObject({
    failure: { code: 'host-unreachable', retry: 'now' },
  });
});

test.each([
  ['JSON of another shape', '{"status":"fine"}'],
  ['a bare value', '"ok"'],
])('an answer that is %s is malformed', async (_, body) => {
  expect(await ask((_request, response) => response.end(body))).toMatchObject({
    failure: { code: 'host-answer-malformed' },
  });
});

test('a redirect is not followed', async () => {
  let followed = false;
  const answer = await ask((request, response) => {
    followed ||= request.url === '/elsewhere';
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(answer).toMatchObject({ failure: { code: 'host-unreachable' } });
  expect(followed).toBe(false);
});

test('a host that never answers costs no more than the time limit', async () => {
  const start = performance.now();
  expect(await ask(() => undefined, 200)).toMatchObject({ failure: { code: 'host-timeout', retry: 'now' } });
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('an answer that drips for ever costs no more than the time limit', async () => {
  const answer = await ask((_, response) => {
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(drip));
  }, 300);
  expect(answer).toMatchObject({ failure: { code: 'host-timeout' } });
});

test('an answer without end is cut off at the limit and not swallowed whole', async () => {
  let sent = 0;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const answer = await ask((_, response) => {
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    response.on('close', resolve);
    const pour = () => {
      while (!response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', pour);
          return;
        }
      }
    };
    pour();
  });
  expect(answer).toMatchObject({ failure: { code: 'host-answer-malformed' } });
  await closed;
  // What the kernel's buffers of both sides took on top is not ours to limit.
  expect(sent).toBeLessThan(MAX_ANSWER_BYTES + 16 * 1024 * 1024);
});

test('a small answer that unpacks to a huge one is cut off too', async () => {
  const bomb = gzipSync(JSON.stringify(HEALTH).padEnd(64 * 1024 * 1024));
  const answer = await ask((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  );
  expect(answer).toMatchObject({ failure: { code: 'host-answer-malformed' } });
});

test.each([
  ['in the middle of its body', true],
  ['before its first byte', false],
])('an answer that breaks off %s means that the host is not reached', async (_, begun) => {
  const answer = await ask((request, response) => {
    if (!begun) {
      request.socket.destroy();
      return;
    }
    response.writeHead(200, { 'content-length': 1000 });
    response.write('{"status":', () => request.socket.destroy());
  });
  expect(answer).toMatchObject({ failure: { code: 'host-unreachable', retry: 'now', tokenEffect: 'none' } });
});

test('a kept connection that was closed meanwhile is replaced without anybody noticing', async () => {
  const calls = new Map<unknown, number>();
  const host = await serve((request, response) => {
    const nth = (calls.get(request.socket) ?? 0) + 1;
    calls.set(request.socket, nth);
    if (nth > 1) request.socket.destroy();
    else response.end(JSON.stringify(HEALTH));
  });
  const client = sampleClient(host.url);
  for (let n = 0; n < 3; n++) must(await client.health());
  expect([...calls.values()]).toEqual([2, 2, 1]);
  client.close();
  await host.close();
});

test('a refused visit does not spoil the calls after it', async () => {
  let calls = 0;
  const host = await serve((_, response) => {
    calls += 1;
    if (calls === 1) response.writeHead(500).end();
    else response.end(JSON.stringify(HEALTH));
  });
  const client = sampleClient(host.url);
  expect(await client.openVisit(sampleVisit)).toMatchObject({ failure: { code: 'host-failed' } });
  must(await client.health());
  client.close();
  await host.close();
});
