import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sampleClient } from './testing/samples.ts';
import { listen } from './testing/server.ts';
import { MAX_ANSWER_BYTES } from './transport.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const BLANKS = Buffer.alloc(0x10000, ' ');

/** Pours `piece` after `head` over whoever calls, as fast as it is taken; what became of it. */
async function askOneThatPours(head: string, piece: Buffer) {
  let poured = 0;
  const over = Promise.withResolvers<void>();
  const pour = async (socket: Socket): Promise<void> => {
    await once(socket, 'data');
    socket.write(head);
    while (!socket.destroyed && poured < 4 * GIB) {
      poured += piece.length;
      if (!socket.write(piece))
        await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    }
    over.resolve();
  };
  const server = await listen(createServer((socket) => void pour(socket).catch(over.reject)));
  const client = sampleClient(server.url, { timeouts: { connectMs: 2_000, totalMs: 10_000 } });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  const begun = performance.now();
  const answer = await client.health();
  await over.promise;
  return { answer, poured, ms: performance.now() - begun };
}

const chunk = Buffer.concat([Buffer.from('10000\r\n'), BLANKS, Buffer.from('\r\n')]);
const more = Buffer.from('x-more: of it\r\n'.repeat(1_000));

test.each([
  ['of 4 GiB as it says', `${JSON_HEAD}content-length: 4294967296\r\n\r\n`, BLANKS],
  ['of 4 GiB that says nothing of its length', `${JSON_HEAD}connection: close\r\n\r\n`, BLANKS],
  ['in chunks without a last one', `${JSON_HEAD}transfer-encoding: chunked\r\n\r\n`, chunk],
  ['whose head does not end', JSON_HEAD, more],
])('an answer %s is given up early, long before the time is over', async (_, head, piece) => {
  const { answer, poured, ms } = await askOneThatPours(head, piece);
  expect(answer.ok).toBe(false);
  // What the kernel's buffers of both sides took on top is not ours to limit.
  expect(poured).toBeLessThan(MAX_ANSWER_BYTES + 16 * MIB);
  expect(ms).toBeLessThan(8_000);
});
