import { afterEach, beforeEach, expect, test } from 'vitest';
import { controlToken, dumpToken } from './control-client.ts';
import { openStateFile } from './memory/file-store.ts';
import { stateOf } from './testing/example.ts';
import { TokenProcess } from './testing/token-process.ts';
import { VpcdReader } from './testing/vpcd-reader.ts';

let reader: VpcdReader;
let token: TokenProcess;
let port: number;

beforeEach(async () => {
  reader = new VpcdReader();
  port = await reader.listen();
  token = new TokenProcess(stateOf('aurora-card'));
});
afterEach(async () => {
  await token.remove();
  await reader.close();
});

const SELECT = '00a4040c08f052454341524401';

test('it is inserted, answers, tells its status and is removed as it is told', async () => {
  await token.start({ port });
  expect(await controlToken(token.control, { do: 'status' })).toMatchObject({
    ok: true,
    value: { present: false, tokenId: '4821903377105264', logEntries: 2, indicator: { state: 'requested' } },
  });
  expect(await controlToken(token.control, { do: 'insert' })).toMatchObject({ value: { present: true } });
  await reader.inserted;
  expect(await reader.ask(SELECT)).toBe('9000');
  const removed = await controlToken(token.control, { do: 'remove' });
  expect(removed).toMatchObject({ value: { present: false, counters: { apdus: 1 } } });
  await reader.removed;
});

test('the second slot is the next port', async () => {
  await token.start({ port: port - 1, slot: 1, inserted: true });
  await reader.inserted;
  expect(await reader.ask(SELECT)).toBe('9000');
});

test('a fault that it is told of happens, and it can be inserted again', async () => {
  await token.start({ port, inserted: true });
  await reader.inserted;
  const fault = { type: 'tear', at: 'command', nth: 2, when: 'after' } as const;
  expect(await controlToken(token.control, { do: 'arm', fault })).toMatchObject({
    value: { armed: [fault] },
  });
  expect(await reader.ask(SELECT)).toBe('9000');
  expect(await reader.ask(SELECT)).toBe('removed');
  expect(await controlToken(token.control, { do: 'status' })).toMatchObject({
    value: { present: false, armed: [] },
  });
  expect(await controlToken(token.control, { do: 'insert' })).toMatchObject({ value: { presentations: 2 } });
});

test('terminals book transactions, set the indicator and clear it', async () => {
  await token.start({ port });
  const transaction = {
    terminal: 'T-1',
    counter: 9,
    at: 1_790_000_000,
    programme: 'MARKET',
    action: 'earn',
    amount: 5,
  } as const;
  const request = {
    do: 'indicator-set',
    requestId: '00112233445566ff',
    reason: 'restore',
    requestedAt: 1_790_000_001,
  } as const;
  expect(await controlToken(token.control, { do: 'log', transaction })).toMatchObject({
    value: { logEntries: 3 },
  });
  expect(await controlToken(token.control, request)).toMatchObject({
    value: {
      indicator: { state: 'requested', requestId: '00112233445566ff', reason: 'restore' },
      slot: 'A',
      imageSequence: 7,
    },
  });
  expect(await controlToken(token.control, { do: 'indicator-clear' })).toMatchObject({
    value: { indicator: { state: 'clear' } },
  });
  const dump = await dumpToken(token.control);
  expect(dump).toMatchObject({ ok: true, value: { log: [{ logSequence: 3, transaction }, {}, {}] } });
});

test('a wrong request is refused by the name of its field and changes nothing', async () => {
  await token.start({ port });
  const fault = { type: 'answer', sw: '6A8' } as const;
  const refused = await controlToken(token.control, { do: 'arm', fault });
  expect(refused).toMatchObject({ ok: false, failure: { code: 'request-malformed' } });
  if (!refused.ok) expect(refused.failure.detail).toContain('fault.sw: ');
  expect(await controlToken(token.control, { do: 'status' })).toMatchObject({ value: { armed: [] } });
});

test('killed between commands, it leaves exactly what it had written', async () => {
  await token.start({ port, inserted: true });
  await reader.inserted;
  await reader.ask(SELECT);
  expect(await reader.ask(`00d68410 40${'b7'.repeat(64)}`.replace(' ', ''))).toBe('9000');
  const before = await dumpToken(token.control);
  await token.end('SIGKILL');
  await reader.removed;
  expect(openStateFile(token.state)).toMatchObject({ ok: true });
  await token.start({ port });
  const after = await dumpToken(token.control);
  if (!before.ok || !after.ok) throw new Error('no dump');
  expect(after.value.files).toEqual(before.value.files);
  expect(after.value.files['5243/0004']?.slice(2 * 16, 2 * 80)).toBe('b7'.repeat(64));
});

test('told to quit it answers, ends with 0, and is then told of as not running', async () => {
  await token.start({ port });
  expect(await controlToken(token.control, { do: 'quit' })).toMatchObject({ ok: true });
  expect(await token.end('SIGTERM')).toBe(0);
  expect(await controlToken(token.control, { do: 'status' })).toMatchObject({
    failure: { code: 'service-unavailable' },
  });
});

test('a second process at the same control address, and one without a state file, say why they end', async () => {
  await token.start({ port });
  const second = new TokenProcess(stateOf('new-card'));
  const taken = await second.tryStart({ control: token.control });
  expect(taken).toMatchObject({
    failure: { detail: expect.stringContaining('Another token is controlled') },
  });
  const missing = await second.tryStart({ state: `${second.folder}/none` });
  expect(missing).toMatchObject({ failure: { detail: expect.stringContaining('There is no token in') } });
  await second.remove();
});

test('a token that is let go of outlives its launcher and still takes requests', async () => {
  await token.start({ port, inserted: true, detached: true });
  await reader.inserted;
  expect(await controlToken(token.control, { do: 'remove' })).toMatchObject({ value: { present: false } });
  await reader.removed;
  expect(await controlToken(token.control, { do: 'insert' })).toMatchObject({ value: { present: true } });
});
