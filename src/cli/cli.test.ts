import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../main/config/load.ts';
import { must } from '../shared/testing/results.ts';
import { eventsOf, lastOf, recard, startCli } from './testing/run-cli.ts';

const AURORA = path.resolve(import.meta.dirname, '../../assets/tokens/aurora-card.json');
let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recard-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['constructor'], /unknown command/],
  [['frobnicate'], /unknown command.*\n.*--help/],
  [['token', 'frobnicate'], /unknown command/],
  [['readers', '--frobnicate'], /unknown option/],
  [['visit'], /--config/],
  [['read', '--wait', '0'], /from 1 to 86400/],
  [['token', 'tear', '--byte', '3', '--after'], /cannot be used with/],
])('%j is a wrong command line: exit 2, with what to do', async (args, says) => {
  const run = await recard(...args);
  expect(run).toMatchObject({ exit: 2, stdout: '' });
  expect(run.stderr).toMatch(says);
});

test('a wrong command line is one JSON line too', async () => {
  const { exit, last } = await lastOf('readers', '--frobnicate');
  expect({ exit, last }).toMatchObject({ exit: 2, last: { event: 'failed', code: 'request-malformed' } });
});

test('output that nobody reads any more ends no command', async () => {
  const run = startCli('token', 'create', AURORA, '--state', at('unread.token'), '--json');
  run.close();
  const { exit } = await run.ended;
  expect({ exit, isThere: existsSync(at('unread.token')) }).toEqual({ exit: 0, isThere: true });
});

test('docs/cli.md shows every command that the help lists', async () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');
  const commands = async (...group: string[]) => {
    const { stdout } = await recard(...group, '--help');
    return [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) =>
      [...group, name].join(' '),
    );
  };
  const all = [...(await commands()), ...(await commands('token')), ...(await commands('credential'))];
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((name) => !name.endsWith('help') && !page.includes(`\`${name}`))).toEqual([]);
});

test('a wrong description is refused by each of its fields, and nothing is made', async () => {
  const wrong = { ...JSON.parse(readFileSync(AURORA, 'utf8')), tokenId: '12', kind: 'ring', colour: 'red' };
  writeFileSync(at('wrong.json'), JSON.stringify(wrong));
  const { exit, last } = await lastOf('token', 'create', at('wrong.json'), '--state', at('wrong.token'));
  expect(exit).toBe(2);
  for (const field of ['wrong.json', 'tokenId', 'kind', 'colour']) expect(last?.detail).toContain(field);
  expect(await recard('token', 'status', '--state', at('wrong.token'))).toMatchObject({ exit: 2 });
});

test('without a key the token gets one beside it, and what a kiosk must trust is said', async () => {
  const { exit, last } = await lastOf('token', 'create', AURORA, '--state', at('own.token'));
  expect({ exit, last }).toMatchObject({ exit: 0, last: { event: 'created', tokenId: '4821903377105264' } });
  expect(JSON.parse(readFileSync(at('image-key.json'), 'utf8'))).toMatchObject({
    keyId: expect.stringMatching(/^img-/),
  });
  const words = await recard('token', 'create', AURORA, '--state', at('own.token'), '--force');
  expect(words.stdout).toContain(JSON.stringify(last?.trustedKey));
});

test('a token that is there is replaced only when that is asked for', async () => {
  await recard('token', 'create', AURORA, '--state', at('twice.token'));
  expect(await recard('token', 'create', AURORA, '--state', at('twice.token'))).toMatchObject({ exit: 2 });
  expect(await recard('token', 'create', AURORA, '--state', at('twice.token'), '--force')).toMatchObject({
    exit: 0,
  });
});

test('a described card is made as a phone when that is asked for', async () => {
  const state = at('phone.token');
  const create = ['token', 'create', AURORA, '--state', state];
  expect(await lastOf(...create, '--kind', 'phone')).toMatchObject({ exit: 0, last: { kind: 'phone' } });
  const { last } = await lastOf('token', 'status', '--state', state);
  expect(last?.status).toMatchObject({
    kind: 'phone',
    protocol: 'T=CL',
    link: 'iso14443-106',
    atr: expect.stringMatching(/^3b8c8001/),
  });
  expect(await recard(...create, '--kind', 'ring')).toMatchObject({ exit: 2 });
});

test('terminals use a token that lies in nobody’s hand, and it keeps what they did', async () => {
  const state = at('used.token');
  await recard('token', 'create', AURORA, '--state', state);
  const set = ['token', 'indicator', 'set', '--state', state, '--reason', 'correction'];
  expect(await lastOf(...set, '--request', '00000000000000aa')).toMatchObject({ exit: 0 });
  const logged = ['--terminal', 'T-1', '--counter', '7', '--programme', 'TRANSIT', '--action', 'spend'];
  expect(await lastOf('token', 'log', '--state', state, ...logged, '--amount', '-250')).toMatchObject({
    exit: 0,
  });
  const { last } = await lastOf('token', 'status', '--state', state);
  expect(last?.status).toMatchObject({
    logEntries: 3,
    present: false,
    indicator: { state: 'requested', requestId: '00000000000000aa', reason: 'correction' },
  });
});

test('a fault is armed at a token that is not in a reader yet, and is there until it ends', async () => {
  const state = at('armed.token');
  await recard('token', 'create', AURORA, '--state', state);
  const armed = await lastOf('token', 'answer', '6581', '--ins', 'D6', '--state', state);
  expect(armed).toMatchObject({ exit: 0, last: { event: 'armed', status: { armed: [{ sw: '6581' }] } } });
  expect(await lastOf('token', 'answer', '1234', '--state', state)).toMatchObject({ exit: 2 });
  expect(await lastOf('token', 'disarm', '--state', state)).toMatchObject({
    last: { status: { armed: [] } },
  });
  const force = await lastOf('token', 'create', AURORA, '--state', state, '--force');
  expect(force).toMatchObject({ exit: 2, last: { detail: expect.stringContaining('token quit') } });
  expect(await lastOf('token', 'quit', '--state', state)).toMatchObject({ exit: 0 });
  expect(await lastOf('token', 'remove', '--state', state)).toMatchObject({ exit: 3 });
});

test('seed makes a host, tokens and a kiosk that fit together; server and credential use them', async () => {
  const config = at('branch/kiosk.json');
  const seeded = await recard(
    ...['seed', '--data', at('data'), '--tokens', at('tokens'), '--config', config],
    ...['--kiosk', 'branch-9', '--url', 'http://127.0.0.1:8099', '--json'],
  );
  expect(seeded.exit).toBe(0);
  expect(eventsOf(seeded).map(({ event }) => event)).toEqual([
    'seeded',
    'tokens',
    'credential',
    'kiosk-configuration',
  ]);
  const loaded = must(loadConfig(config, {}));
  expect(loaded.config).toMatchObject({
    kiosk: { id: 'branch-9' },
    host: { url: 'http://127.0.0.1:8099' },
  });
  expect(await recard('seed', '--data', at('data'), '--config', config)).toMatchObject({ exit: 2 });

  const server = startCli('server', '--data', at('data'), '--port', '0', '--json');
  await server.said('"listening"');
  const listed = await lastOf('credential', 'list', '--data', at('data'));
  expect(listed.last?.credentials).toMatchObject([{ role: 'admin' }, { role: 'kiosk', name: 'branch-9' }]);
  const made = await lastOf('credential', 'create', 'kiosk:branch-10', '--data', at('data'));
  expect(made).toMatchObject({ exit: 0, last: { token: expect.stringMatching(/^kiosk_/) } });
  const id = String(made.last?.credentialId);
  const rotated = await lastOf('credential', 'rotate', id, '--data', at('data'));
  expect(rotated.last?.token).not.toBe(made.last?.token);
  const keyed = [
    'credential',
    'create',
    'kiosk:branch-11',
    '--key',
    'branch-11',
    '--data',
    at('data'),
  ] as const;
  const once = await lastOf(...keyed);
  const again = await lastOf(...keyed);
  const made11 = String(once.last?.credentialId);
  expect(again).toMatchObject({ exit: 2, last: { detail: expect.stringContaining(made11) } });
  expect(await lastOf('credential', 'delete', id, '--data', at('data'))).toMatchObject({ exit: 0 });
  expect(await lastOf('credential', 'delete', id, '--data', at('data'))).toMatchObject({ exit: 2 });
  expect(await lastOf('backup', at('backup'), '--data', at('data'))).toMatchObject({
    exit: 0,
    last: { event: 'backed-up', role: 'embedded' },
  });
  expect(await lastOf('backup', at('backup'), '--data', at('data'))).toMatchObject({ exit: 2 });
  expect(await lastOf('restore', at('backup'), '--data', at('data'), '--replace')).toMatchObject({
    exit: 9,
    last: { code: 'store-unusable', detail: expect.stringContaining('Stop it') },
  });
  server.signal('SIGTERM');
  expect(eventsOf(await server.ended).at(-1)).toEqual({ event: 'stopped' });
  const restored = await recard('restore', at('backup'), '--data', at('data'), '--replace');
  expect(restored).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/report again what was lost[\s\S]+What was there before/),
  });
  expect(await lastOf('credential', 'list', '--data', at('data'))).toMatchObject({ exit: 0 });
});

test('settings of a server that are wrong are named', async () => {
  const wrong = await lastOf('server', '--data', at('data'), '--port', '99999');
  expect(wrong).toMatchObject({ exit: 2, last: { code: 'configuration-invalid' } });
  expect(wrong.last?.detail).toContain('port');
  expect(await lastOf('credential', 'list', '--data', at('nowhere'))).toMatchObject({ exit: 2 });
});
