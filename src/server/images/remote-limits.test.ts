import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { remoteImageService } from './remote.ts';

/** What a host makes of an image server that answers as `answer` says. */
async function keysOf(answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return await remoteImageService({
    url: `http://127.0.0.1:${port}`,
    token: 'service_x',
    timeoutMs: 2_000,
  }).keys({});
}

test('an answer of the image server without an end is cut off', async () => {
  let sent = 0;
  const answer = await keysOf((response) => {
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const pour = (): void => {
      while (!response.destroyed) {
        sent += piece.length;
        if (!response.write(piece)) {
          response.once('drain', pour);
          return;
        }
      }
    };
    pour();
  });
  expect(answer).toMatchObject({ ok: false, failure: { code: 'host-unreachable' } });
  expect(sent).toBeLessThan(128 * 1024 * 1024);
});

test('an answer of the image server that drips for ever costs no more than the time limit', async () => {
  const answer = await keysOf((response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  expect(answer).toMatchObject({
    ok: false,
    failure: { code: 'host-timeout', detail: expect.stringContaining('2000 ms') },
  });
});

test('the credential for the image server is not taken elsewhere', async () => {
  let asked = 0;
  const answer = await keysOf((response) => {
    asked += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect(answer).toMatchObject({ ok: false });
  expect(asked).toBe(1);
});
