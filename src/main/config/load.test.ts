import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
