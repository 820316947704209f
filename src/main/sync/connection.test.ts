import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { must, scratch } from '../journal/testing/samples.ts';
import { HEALTH, sampleClient } from './testing/samples.ts';
import { listen, serve } from './testing/server.ts';

/** A certificate for 127.0.0.1 that is its own authority. */
function selfSigned() {
  const { folder, remove } = scratch();
  onTestFinished(remove);
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    ...subject,
  ];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

test('a host that is not there is not reached', async () => {
  const host = await serve(() => undefined);
  await host.close();
  const client = sampleClient(host.url);
  expect(await client.health()).toMatchObject({
    failure: { code: 'host-unreachable', retry: 'now', detail: expect.stringContaining('ECONNREFUSED') },
  });
  client.close();
});

test('a name that leads nowhere is not reached', async () => {
  const client = sampleClient('http://host.invalid/');
  expect(await client.health()).toMatchObject({ failure: { code: 'host-unreachable' } });
  client.close();
});

test('a host with a certificate is trusted by the authority that was named, and by no other', async () => {
  const { key, cert } = selfSigned();
  const server = createTlsServer({ key, cert }, (_, response) => response.end(JSON.stringify(HEALTH)));
  const host = await listen(server, 'https');
  const [trusting, wary] = [sampleClient(host.url, { tls: { ca: cert } }), sampleClient(host.url)];
  expect(must(await trusting.health())).toEqual(HEALTH);
  expect(await wary.health()).toMatchObject({
    failure: { code: 'host-unreachable', detail: expect.stringContaining('SELF_SIGNED') },
  });
  trusting.close();
  wary.close();
  await host.close();
});

test('a connection that does not come up is given up long before the whole call would be', async () => {
  const silent = await listen(createTcpServer(), 'https');
  const client = sampleClient(silent.url, { timeouts: { connectMs: 150, totalMs: 60_000 } });
  expect(await client.health()).toMatchObject({
    failure: { code: 'host-timeout', detail: expect.stringContaining('150 ms') },
  });
  client.close();
  await silent.close();
});

test('a proxy in the environment is not used', async () => {
  let proxied = 0;
  const proxy = await serve((_, response) => {
    proxied += 1;
    response.end('{}');
  });
  const host = await serve((_, response) => response.end(JSON.stringify(HEALTH)));
  for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) vi.stubEnv(name, proxy.url);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const client = sampleClient(host.url);
  must(await client.health());
  expect(proxied).toBe(0);
  client.close();
  await Promise.all([host.close(), proxy.close()]);
});

test('a call that is given up ends at once', async () => {
  const host = await serve(() => undefined);
  const client = sampleClient(host.url);
  const giveUp = new AbortController();
  const call = client.health({ signal: giveUp.signal });
  giveUp.abort();
  expect(await call).toMatchObject({ failure: { code: 'host-unreachable' } });
  client.close();
  await host.close();
});
