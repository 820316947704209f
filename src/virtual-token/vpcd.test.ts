import { afterEach, beforeEach, expect, test } from 'vitest';
import { toHex } from '../shared/image/bytes.ts';
import { InProcessToken } from './in-process.ts';
import { stateOf } from './testing/example.ts';
import { VpcdReader } from './testing/vpcd-reader.ts';
import { insertIntoVpcd } from './vpcd.ts';

let reader: VpcdReader;
let port: number;
let token: InProcessToken;

beforeEach(async () => {
  reader = new VpcdReader();
  port = await reader.listen();
  token = new InProcessToken(stateOf('aurora-card'));
});
afterEach(() => reader.close());

async function insert(): Promise<void> {
  expect(await insertIntoVpcd(token, port)).toMatchObject({ ok: true });
  await reader.inserted;
}

const SELECT = '00a4040c08f052454341524401';

test('a token in a virtual reader gives its ATR on every poll and answers commands', async () => {
  await insert();
  expect(await reader.ask('04')).toBe(toHex(token.atr));
  expect(await reader.ask('04')).toBe(toHex(token.atr));
  expect(await reader.ask(SELECT)).toBe('9000');
  expect(await reader.ask('00b0810001')).toBe('019000');
});

test('power off, power on and reset are not answered and forget what was selected', async () => {
  await insert();
  for (const order of ['00', '01', '02']) {
    expect(await reader.ask(SELECT)).toBe('9000');
    reader.send(order);
    expect(await reader.ask('00b0810001')).toBe('6a82');
  }
});

test('a removed or torn token drops the connection, and comes back only when it is inserted again', async () => {
  await insert();
  token.token.remove();
  await reader.removed;
  await insert();
  token.token.arm({ type: 'tear', at: 'command', when: 'before' });
  expect(await reader.ask(SELECT)).toBe('removed');
  expect(token.token.present).toBe(false);
});

test('a reader that goes away removes the token', async () => {
  await insert();
  const removed = new Promise<void>((resolve) => token.token.onPresence(resolve));
  reader.drop();
  await removed;
  expect(token.token.present).toBe(false);
});

test('a mute token still gives its ATR but answers no command', async () => {
  await insert();
  token.token.arm({ type: 'mute' });
  reader.send(SELECT);
  expect(await reader.ask('04')).toBe(toHex(token.atr));
});

test('without a virtual reader the failure says what to start', async () => {
  const other = new VpcdReader();
  const free = await other.listen();
  await other.close();
  const inserted = await insertIntoVpcd(token, free);
  expect(inserted).toMatchObject({ ok: false, failure: { code: 'service-unavailable' } });
  expect(token.token.present).toBe(false);
});
