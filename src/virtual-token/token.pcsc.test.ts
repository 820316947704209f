import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lockVirtualReader } from '../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd, VIRTUAL_READERS } from '../../scripts/pcscd/service.ts';
import { controlToken, dumpToken } from './control-client.ts';
import type { LaunchOptions } from './launch.ts';
import type { Tap } from './tap.ts';
import { type Example, stateOf } from './testing/example.ts';
import { TokenProcess } from './testing/token-process.ts';

const run = promisify(execFile);
const LIMIT = { timeout: 20_000 };
const POLL = { timeout: 20_000, interval: 50 };

let pcscd: Pcscd;
let unlock: () => Promise<void>;
let token: TokenProcess;

beforeAll(async () => {
  unlock = await lockVirtualReader();
  pcscd = await ensurePcscd();
});
afterEach(async () => {
  await token.remove();
  await expect.poll(seenAtr, POLL).toBe('');
});
afterAll(async () => {
  await pcscd.stop();
  await unlock();
});

/** The answer to reset of the token that pcscd sees in the first virtual reader, in hex; empty without one. */
const seenAtr = async (): Promise<string> =>
  (await openscTool('--atr').catch(() => '')).trim().replaceAll(':', '');

async function atrOf(running: TokenProcess): Promise<string> {
  const status = await controlToken(running.control, { do: 'status' });
  if (!status.ok) throw new Error(status.failure.detail);
  return status.value.atr;
}

/** Starts the token in the first virtual reader and waits until pcscd sees it. Returns its answer to reset. */
async function present(example: Example, options: Partial<LaunchOptions> = {}): Promise<string> {
  token = new TokenProcess(stateOf(example));
  await token.start({ ...options, inserted: true });
  const atr = await atrOf(token);
  await expect.poll(seenAtr, POLL).toBe(atr);
  return atr;
}

async function openscTool(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('opensc-tool', ['--reader', VIRTUAL_READERS[0].reader, ...args], LIMIT);
  return stdout;
}

const hexBytes = (dump: string): string =>
  [...dump.matchAll(/^(?:[0-9A-F]{2} )+/gm)]
    .map(([line]) => line.replaceAll(' ', ''))
    .join('')
    .toLowerCase();

test('opensc-tool selects the application and reads EF.TOKEN through pcscd', async () => {
  await present('aurora-card');
  const said = await openscTool('-s', '00A4040C08F052454341524401', '-s', '00B0810030', '-s', '00B0810031');
  expect(said).toContain('Received (SW1=0x90, SW2=0x00):');
  expect(said).toContain('Received (SW1=0x62, SW2=0x82)');
  const dump = await dumpToken(token.control);
  if (!dump.ok) throw new Error(dump.failure.detail);
  expect(hexBytes(said)).toContain(dump.value.files['5243/0001']);
});

test.each([
  ['aurora-card', { protocol: 'T=1' }, '3b8c8131fe'],
  ['aurora-card', { link: 't0-97-5.0' }, '3b1c97'],
  ['harbour-phone', {}, '3b8c8001'],
] as const)('%s with %j is seen by pcsc_scan with its ATR', async (example, options, begin) => {
  const atr = await present(example, options);
  expect(atr.startsWith(begin)).toBe(true);
  const { stdout } = await run('pcsc_scan', ['-c', '-n'], LIMIT);
  expect(stdout.replaceAll(' ', '').toLowerCase()).toContain(`atr:${atr}`);
});

test('opensc-explorer browses the files, and what it gets of each is what the token holds', async () => {
  await present('aurora-card');
  const got = (id: string) => join(token.folder, `${id}.bin`);
  const script = join(token.folder, 'commands');
  const gets = ['0001', '0003', '0004'].map((id) => `get ${id} ${got(id)}`);
  writeFileSync(script, ['cd aid:F052454341524401', 'info 0002', 'info 0005', ...gets, ''].join('\n'));
  const { stdout } = await run('opensc-explorer', ['--reader', VIRTUAL_READERS[0].reader, script], LIMIT);
  expect(stdout).toMatch(/EF structure:\s+Linear fixed\s+Number of records:\s+2\s+Max. record size:\s+68/);
  expect(stdout).toMatch(/EF structure:\s+Cyclic\s+Number of records:\s+20\s+Max. record size:\s+64/);
  const dump = await dumpToken(token.control);
  if (!dump.ok) throw new Error(dump.failure.detail);
  for (const id of ['0001', '0003', '0004'])
    expect(readFileSync(got(id)).toString('hex')).toBe(dump.value.files[`5243/${id}`]);
});

test('opensc-explorer puts bytes into a slot, with T=0 too', async () => {
  await present('aurora-card', { protocol: 'T=0' });
  const [script, bytes] = [join(token.folder, 'commands'), join(token.folder, 'bytes')];
  writeFileSync(
    bytes,
    Uint8Array.from({ length: 1000 }, (_, i) => i % 251),
  );
  writeFileSync(script, ['cd aid:F052454341524401', `put 0004 ${bytes}`, ''].join('\n'));
  await run('opensc-explorer', ['--reader', VIRTUAL_READERS[0].reader, script], LIMIT);
  const dump = await dumpToken(token.control);
  if (!dump.ok) throw new Error(dump.failure.detail);
  expect(dump.value.files['5243/0004']).toMatch(new RegExp(`^${readFileSync(bytes).toString('hex')}`));
});

test('a removed token is gone for pcscd, and one that is put back is there again', async () => {
  const atr = await present('aurora-card');
  expect(await controlToken(token.control, { do: 'remove' })).toMatchObject({ value: { present: false } });
  await expect.poll(seenAtr, POLL).toBe('');
  expect(await controlToken(token.control, { do: 'insert' })).toMatchObject({ value: { present: true } });
  await expect.poll(seenAtr, POLL).toBe(atr);
});

async function uidAfter(tap: Tap): Promise<string> {
  const status = await controlToken(token.control, { do: 'tap', ...tap });
  if (!status.ok) throw new Error(status.failure.detail);
  await expect.poll(seenAtr, POLL).toBe(status.value.atr);
  return status.value.uid;
}

test('a phone that is tapped comes and goes by itself, with another identifier at each tap', async () => {
  token = new TokenProcess(stateOf('harbour-phone'));
  await token.start({});
  const first = await uidAfter({ ms: 6_000 });
  expect(hexBytes(await openscTool('-s', 'FFCA000000'))).toBe(first);
  await expect.poll(seenAtr, POLL).toBe('');
  expect(await uidAfter({ commands: 1 })).not.toBe(first);
  // Gone at the second of the two, at the latest.
  await expect(openscTool('-s', '00B0810001', '-s', '00B0810001')).rejects.toThrow();
  await expect.poll(seenAtr, POLL).toBe('');
});
