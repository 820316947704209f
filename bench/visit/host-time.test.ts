import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import { expect, onTestFinished, test } from 'vitest';
import { HostTime } from './host-time.ts';

const ANSWERS_AFTER_MS = 60;

test('only requests that a visit waits for count, until the last byte of their answer', async () => {
  const server = createServer((_, response) => {
    response.write('{');
    void delay(ANSWERS_AFTER_MS).then(() => response.end('}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const post = (path: string) => axios.post(`http://127.0.0.1:${port}${path}`, {}, { proxy: false });
  const time = new HostTime();
  time.start();
  onTestFinished(() => time.stop());
  const before = performance.now();
  await post('/v1/visits/5e/outcome');
  expect(time.millis).toBe(0);
  await post('/v1/visits');
  await post('/v1/visits/5e/image');
  expect(time.millis).toBeGreaterThanOrEqual(2 * ANSWERS_AFTER_MS - 5);
  expect(time.millis).toBeLessThan(performance.now() - before - ANSWERS_AFTER_MS + 5);
});
