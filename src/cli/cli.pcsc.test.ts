import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { lockVirtualReader } from '../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd, VIRTUAL_READERS } from '../../scripts/pcscd/service.ts';
import { KIOSK_ID, writeKioskConfig } from '../../scripts/world/kiosk-config.ts';
import { type ServerProcess, startServerProcess } from '../../scripts/world/server.ts';
import { makeDemoTokens } from '../../scripts/world/tokens.ts';
import { fromHex, toHex } from '../shared/image/bytes.ts';
import { must } from '../shared/testing/results.ts';
import { EF_TOKEN } from '../shared/token/ef-token.ts';
import { eventsOf, lastOf, recard, startCli } from './testing/run-cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const AURORA = path.resolve(import.meta.dirname, '../../assets/tokens/aurora-card.json');
const READER = VIRTUAL_READERS[0].reader;
const POLL = { timeout: 20_000, interval: 50 };

let unlock: () => Promise<void>;
let pcscd: Pcscd;
let folder: string;
let server: ServerProcess;
let config: string;
let made = 0;
let held: string | undefined;

beforeAll(async () => {
  unlock = await lockVirtualReader();
  pcscd = await ensurePcscd();
  folder = mkdtempSync(path.join(tmpdir(), 'recard-cli-pcsc-'));
  server = await startServerProcess(path.join(folder, 'data'), KIOSK_ID);
  config = writeKioskConfig(folder, server);
  await makeDemoTokens(server.imageKeyFile, folder);
});
afterAll(async () => {
  await server.stop();
  await pcscd.stop();
  rmSync(folder, { recursive: true });
  await unlock();
});
afterEach(putAway);

const visit = (...more: string[]) => lastOf('visit', '--config', config, '--yes', '--wait', '20', ...more);

/** Ends the token that a test left in the reader, and waits until the reader is empty. */
async function putAway(): Promise<void> {
  if (held === undefined) return;
  await recard('token', 'quit', '--state', held);
  held = undefined;
  await expect
    .poll(async () => {
      const { last } = await lastOf('readers');
      return last?.readers;
    }, POLL)
    .toContainEqual({ reader: READER, token: 'none', atr: null });
}

async function insert(state: string): Promise<string> {
  held = state;
  expect(await lastOf('token', 'insert', '--state', state)).toMatchObject({ exit: 0 });
  return state;
}

/** A token of its own for each test, described as the example is and registered at the running host. */
async function registered(): Promise<string> {
  made += 1;
  const tokenId = `90000000000000${made.toString().padStart(2, '0')}`;
  const description = path.join(folder, `${tokenId}.json`);
  writeFileSync(description, JSON.stringify({ ...JSON.parse(readFileSync(AURORA, 'utf8')), tokenId }));
  const state = path.join(folder, `${tokenId}.token`);
  const key = ['--key', server.imageKeyFile];
  const register = ['--register', server.url, '--admin', server.adminToken, '--holder', 'Ann Example'];
  const created = await lastOf('token', 'create', description, '--state', state, ...key, ...register);
  expect(created).toMatchObject({ exit: 0, last: { event: 'registered', tokenId } });
  return state;
}

test('a described token is created, registered, read, restored, and found current', async () => {
  const state = await insert(await registered());
  await expect
    .poll(async () => (await lastOf('readers')).last?.readers, POLL)
    .toContainEqual(expect.objectContaining({ reader: READER, token: 'present' }));
  const read = await lastOf('read', '--config', config, '--image');
  expect(read).toMatchObject({ exit: 0, last: { event: 'read', logTorn: 0 } });
  expect(read.last?.report).toMatchObject({ log: [{ terminal: 'MKT-0017' }, { terminal: 'BUS-0107' }] });
  expect(read.last?.image).toMatchObject({ sequence: 7 });

  const updated = await visit();
  expect(updated).toMatchObject({
    exit: 0,
    last: {
      event: 'visit',
      outcome: 'updated',
      reason: 'indicator-set',
      requestId: 'a3f10c55e2749b08',
      hostConfirmed: true,
      receipt: { requestCleared: true, hostConfirmed: true },
    },
  });
  const { last } = await lastOf('token', 'status', '--state', state);
  expect(last?.status).toMatchObject({ indicator: { state: 'clear' }, imageSequence: 8 });
  expect(await visit()).toMatchObject({
    exit: 0,
    last: { outcome: 'current', reason: 'current', hostConfirmed: true },
  });
  const status = await lastOf('status', '--config', config);
  expect(status).toMatchObject({ exit: 0, last: { outbox: { queued: 0, rejected: 0 } } });
  expect(status.last?.visits).toMatchObject([{ outcome: 'current' }, { outcome: 'updated' }]);
});

test('what recard reads is what opensc-tool reads', async () => {
  await insert(await registered());
  const { last } = await lastOf('read');
  const commands = ['-s', '00A4040C08F052454341524401', '-s', '00B0810030'];
  const { stdout } = await promisify(execFile)('opensc-tool', ['--reader', READER, ...commands]);
  const answer = stdout.split('SW2=0x00):').at(-1) ?? '';
  const bytes = [...answer.matchAll(/^((?:[0-9A-F]{2} )+)/gm)].map(([, row]) => row).join('');
  const identity = must(EF_TOKEN.decode(fromHex(bytes.replaceAll(' ', '').toLowerCase())));
  expect(last?.identity).toEqual(identity);
  expect(toHex(EF_TOKEN.encode(identity))).toBe(bytes.replaceAll(' ', '').toLowerCase());
});

test('a token that is refused ends with 6, and one that nobody may offer ends with 10', async () => {
  await insert(path.join(folder, 'olga-petrenko.token'));
  expect(await visit()).toMatchObject({
    exit: 6,
    last: { outcome: 'refused', reason: 'hotlisted', hostConfirmed: true },
  });
  await putAway();
  await insert(await registered());
  const declined = await lastOf('visit', '--config', config);
  expect(declined).toMatchObject({ exit: 10, last: { outcome: 'declined', hostConfirmed: true } });
});

test('a token that is torn in mid-write ends with 4, and the next visit finishes the write', async () => {
  const state = await insert(await registered());
  await recard('token', 'tear', '--byte', '70', '--leave', 'garbage', '--state', state);
  expect(await visit()).toMatchObject({ exit: 4, last: { event: 'visit', outcome: 'interrupted' } });
  await insert(state);
  expect(await visit()).toMatchObject({ exit: 0, last: { outcome: 'updated', hostConfirmed: true } });
});

test('a token whose memory fails ends with 5 and says so; the next visit finishes the write', async () => {
  const state = await insert(await registered());
  await recard('token', 'answer', '6581', '--ins', 'D6', '--times', '9', '--state', state);
  const failed = await visit();
  expect(failed).toMatchObject({ exit: 5, last: { failure: { code: 'token-memory-failed' } } });
  await recard('token', 'disarm', '--state', state);
  expect(await visit()).toMatchObject({ exit: 0, last: { outcome: 'updated' } });
});

test('stopping in mid-write ends only when the write is over', async () => {
  const state = await registered();
  held = state;
  await recard('token', 'insert', '--state', state, '--link', 'iso14443-106');
  const delayed = ['token', 'delay', '400', '--times', '60', '--state', state];
  expect(await lastOf(...delayed)).toMatchObject({ exit: 0 });
  const running = startCli('visit', '--config', config, '--yes', '--json');
  await running.said('"screen":"restoring"');
  running.signal('SIGINT');
  await running.said('"stopping"');
  const run = await running.ended;
  expect(run.exit).toBe(0);
  expect(eventsOf(run).at(-1)).toMatchObject({ event: 'visit', outcome: 'updated' });
});

test('no token, a host that is away, and a stop before a token came have codes of their own', async () => {
  expect(await lastOf('read', '--wait', '8')).toMatchObject({ exit: 4, last: { code: 'token-removed' } });
  const none = await lastOf('visit', '--config', config, '--wait', '8');
  expect(none).toMatchObject({ exit: 4, last: { event: 'visit', reason: 'no-token' } });
  const waiting = startCli('visit', '--config', config, '--json');
  await waiting.said('"screen":"attract"');
  waiting.signal('SIGTERM');
  expect(await waiting.ended).toMatchObject({ exit: 10 });

  await insert(await registered());
  await server.stop();
  const away = await visit();
  expect(away).toMatchObject({ exit: 7, last: { event: 'visit', reason: 'offline', hostConfirmed: false } });
  expect(await lastOf('status', '--config', config)).toMatchObject({ exit: 7 });
  await server.restart();
  expect(await visit()).toMatchObject({ exit: 0, last: { outcome: 'updated', hostConfirmed: true } });
});

test('without a reader service everything that needs one ends with 3', async () => {
  if (!pcscd.started) throw new Error('This test stops and starts pcscd: stop the one that runs first.');
  await pcscd.stop();
  const expected = { exit: 3, last: { code: 'service-unavailable' } };
  expect(await lastOf('readers', '--wait', '1')).toMatchObject(expected);
  expect(await lastOf('read', '--wait', '1')).toMatchObject(expected);
  expect(await lastOf('visit', '--config', config, '--wait', '1')).toMatchObject({
    exit: 3,
    last: { event: 'visit', outcome: 'failed', failure: { code: 'service-unavailable' } },
  });
  const state = await registered();
  expect(await lastOf('token', 'insert', '--state', state)).toMatchObject(expected);
  expect(await lastOf('token', 'remove', '--state', state)).toMatchObject(expected);
  await pcscd.start();
});
