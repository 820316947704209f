import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from './load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recard-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const whole = {
  kiosk: { id: 'harbour-1', branch: 'Harbour Square' },
  host: { url: 'https://host.invalid', credential: 'c'.repeat(32) },
  trust: { keys: [{ keyId: 'img-1', publicKey: 'A'.repeat(43) }] },
  data: { directory: '/var/lib/recard' },
};

function load(config: unknown, env: NodeJS.ProcessEnv = {}) {
  const file = path.join(folder, 'kiosk.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return loadConfig(file, env);
}
const complaint = (config: unknown): string => {
  const loaded = load(config);
  return loaded.ok ? 'accepted' : `${loaded.failure.code} ${loaded.failure.detail}`;
};

test('the smallest configuration is enough, and the rest has defaults', () => {
  const loaded = load(whole);
  expect(loaded).toMatchObject({ ok: true, value: { credential: 'c'.repeat(32) } });
  if (!loaded.ok) return;
  expect(loaded.value.config).toMatchObject({ kiosk: { mode: 'self-service' }, reader: { binding: 'auto' } });
  expect(loaded.value.keys.get('img-1')).toHaveLength(32);
});

test('the environment overrides the file', () => {
  const loaded = load(whole, { RECARD_HOST_URL: 'http://127.0.0.1:9', RECARD_READER_BINDING: 'pcsc-mini' });
  expect(loaded).toMatchObject({
    ok: true,
    value: { config: { host: { url: 'http://127.0.0.1:9' }, reader: { binding: 'pcsc-mini' } } },
  });
});

test('the credential may lie in a file beside the configuration', () => {
  writeFileSync(path.join(folder, 'credential'), `${'d'.repeat(40)}\n`);
  const loaded = load({ ...whole, host: { url: whole.host.url, credentialFile: 'credential' } });
  expect(loaded).toMatchObject({ ok: true, value: { credential: 'd'.repeat(40) } });
});

test.each([
  ['no JSON', '{', /^configuration-invalid .*kiosk\.json/],
  ['an unknown entry', { ...whole, kiosks: 1 }, /kiosks/],
  ['a wrong entry, by its name', { ...whole, kiosk: { ...whole.kiosk, mode: 'x' } }, /kiosk\.mode/],
  ['no trusted key', { ...whole, trust: { keys: [] } }, /trust\.keys: names no key/],
  ['a PIN in the clear', { ...whole, staff: { pin: '1234' } }, /staff\.pin: is made by `recard pin`/],
  ['no credential', { ...whole, host: { url: whole.host.url } }, /RECARD_HOST_CREDENTIAL/],
  [
    'a credential file that is not there',
    { ...whole, host: { url: whole.host.url, credentialFile: 'x' } },
    /credentialFile/,
  ],
])('%s is told', (_what, config, expected) => {
  expect(complaint(config)).toMatch(expected);
});

test('a file that is not there is told with its name', () => {
  const loaded = loadConfig(path.join(folder, 'nowhere.json'), {});
  expect(loaded).toMatchObject({ ok: false, failure: { code: 'configuration-invalid' } });
});

test.each([
  ['https://host.example', true],
  ['http://localhost:8080', true],
  ['http://127.8.9.10:8080', true],
  ['http://[::1]:8080', true],
  ['http://host.example', false],
  ['http://192.168.0.2:8080', false],
  ['http://127.0.0.1.example', false],
  ['http://localhost.example', false],
  ['http://127.0.0.1@host.example', false],
])('plain http stays on this machine: %s', (url, isAllowed) => {
  const refused = /host\.url: must be https; plain http is only for this machine$/;
  const said = complaint({ ...whole, host: { ...whole.host, url } });
  expect(said).toMatch(isAllowed ? /^accepted$/ : refused);
});

test('a host that is no URL is told once', () => {
  expect(complaint({ ...whole, host: { ...whole.host, url: 'host' } })).toMatch(/host\.url: Invalid URL$/);
});

/** Makes `name.cert` and `name.key` beside the configuration. */
function makeCertificate(name: string): void {
  const files = ['-keyout', path.join(folder, `${name}.key`), '-out', path.join(folder, `${name}.cert`)];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`];
  execFileSync('openssl', ['req', '-x509', ...made, ...files], { stdio: 'ignore' });
}

test('the files of TLS are read from beside the configuration', () => {
  makeCertificate('kiosk');
  const files = { caFile: 'kiosk.cert', certFile: 'kiosk.cert', keyFile: 'kiosk.key' };
  const cert = readFileSync(path.join(folder, 'kiosk.cert'), 'utf8');
  const key = readFileSync(path.join(folder, 'kiosk.key'), 'utf8');
  const loaded = load({ ...whole, host: { ...whole.host, ...files } });
  expect(loaded).toMatchObject({ ok: true, value: { tls: { ca: cert, cert, key } } });
  expect(load(whole)).toMatchObject({ ok: true, value: { tls: {} } });
});

test.each([
  ['an authority that is not there', { caFile: 'x.pem' }, /host\.caFile: x\.pem: ENOENT/],
  ['an authority that is no certificate', { caFile: 'a.key' }, /host\.caFile: a\.key: /],
  ['a certificate that is not there', { certFile: 'x', keyFile: 'a.key' }, /host\.certFile: x: ENOENT/],
  ['a key that is not there', { certFile: 'a.cert', keyFile: 'x' }, /host\.keyFile: x: ENOENT/],
  ['a key that is none', { certFile: 'a.cert', keyFile: 'a.cert' }, /host\.keyFile: a\.cert: /],
  ['a certificate without its key', { certFile: 'a.cert' }, /host\.keyFile: is missing/],
  ['a key without its certificate', { keyFile: 'a.key' }, /host\.certFile: is missing/],
  ['the key of another', { certFile: 'a.cert', keyFile: 'b.key' }, /host\.keyFile: is not the key/],
])('%s is told with its entry', (_what, files, expected) => {
  makeCertificate('a');
  makeCertificate('b');
  expect(complaint({ ...whole, host: { ...whole.host, ...files } })).toMatch(expected);
});

test.each([
  ['a cost that is no power of two', '3$8$1'],
  ['no cost', '1$8$1'],
  ['more memory than there is for it', '1048576$8$1'],
  ['rounds without end', '2$1$99999999'],
])('a PIN hash with %s is refused at start, not when staff want to leave', (_what, cost) => {
  const pin = (cost: string) => ({ ...whole, staff: { pin: `scrypt$${cost}$c2FsdA$${'A'.repeat(43)}` } });
  expect(complaint(pin(cost))).toContain('staff.pin');
  expect(complaint(pin('32768$8$1'))).toBe('accepted');
});
