import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockVirtualReader } from '../../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd, VIRTUAL_READERS } from '../../../scripts/pcscd/service.ts';
import type { CardProcess } from './card-process/channel.ts';
import { nodeCardProcesses } from './card-process/spawn-node.ts';
import type { TokenSession } from './port.ts';
import { type SupervisorOptions, superviseReaders } from './supervisor.ts';
import { EventLog } from './testing/events.ts';
import { VpcdPeer } from './testing/vpcd-peer.ts';

const [{ reader, port }] = VIRTUAL_READERS;
const COMMAND = Uint8Array.of(0x00, 0xb0, 0x00, 0x00);
const ANSWER = { ok: true, value: Uint8Array.from([...COMMAND, 0x90, 0x00]) };
const processOf = (file: string) => nodeCardProcesses(path.join(import.meta.dirname, file));
const spawnCardProcess = processOf('card-process/entry.ts');

let unlock: () => Promise<void>;
let pcscd: Pcscd;
let peer: VpcdPeer;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  unlock = await lockVirtualReader();
  pcscd = await ensurePcscd();
  if (!pcscd.started) throw new Error('These tests stop and start pcscd: stop the one that runs first.');
});
afterAll(async () => {
  await pcscd.stop();
  await unlock();
});
beforeEach(async () => {
  await pcscd.start();
  peer = new VpcdPeer(port);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  peer.remove();
  // a fresh service for each test: what one token left behind is no other's
  await pcscd.stop();
});

function supervise(options: Partial<SupervisorOptions> = {}) {
  const supervisor = superviseReaders({ spawnCardProcess, ...options });
  cleanUps.push(() => supervisor.stop());
  supervisor.start();
  const events = new EventLog(supervisor);
  const connect = async (): Promise<TokenSession> => {
    const session = await supervisor.connect(reader);
    if (!session.ok) throw new Error(session.failure.detail);
    return session.value;
  };
  return { supervisor, events, connect };
}

test('without the service it says so, and finds it within 3 s of its start', async () => {
  await pcscd.stop();
  const { events } = supervise();
  await events.next(
    'service',
    (event) => event.state === 'down' && event.failure.detail.includes('0x8010001d'),
  );
  await pcscd.start();
  await events.next('service', ({ state }) => state === 'up', 3000);
  await events.next('reader-attached');
});

test('a service without a reader is up, and the readers that it has later are found', async () => {
  await pcscd.stop();
  await pcscd.start('none');
  const { supervisor, events } = supervise();
  await events.next('service', ({ state }) => state === 'up');
  expect(await supervisor.connect(reader)).toMatchObject({ failure: { code: 'reader-missing' } });
  await pcscd.stop();
  await events.next('service', ({ state }) => state === 'down');
  await pcscd.start();
  await events.next('reader-attached', (event) => event.reader === reader, 3000);
});

test('a service that crashes under a session and comes back is told, and the token is offered anew', async () => {
  const { events, connect } = supervise();
  await events.next('reader-attached');
  await peer.insert();
  const before = await events.next('token-present');
  const session = await connect();
  expect(await session.transmit(COMMAND)).toEqual(ANSWER);

  await pcscd.kill();
  expect(await session.transmit(COMMAND)).toMatchObject({ ok: false });
  await events.next('token-absent', ({ presentation }) => presentation === before.presentation);
  await events.next('reader-detached', (event) => event.reader === reader);
  const down = await events.next('service');
  expect(down).toMatchObject({ state: 'down', failure: { code: 'service-unavailable' } });

  await pcscd.start();
  await peer.insert();
  await events.next('service', ({ state }) => state === 'up', 3000);
  const after = await events.next('token-present');
  expect(after.presentation).toBeGreaterThan(before.presentation);
  expect(await (await connect()).transmit(COMMAND)).toEqual(ANSWER);
});

test('a service that crashes during a command answers it as unavailable', async () => {
  const { events, connect } = supervise();
  await events.next('reader-attached');
  const asked = Promise.withResolvers<void>();
  peer.react = () => {
    asked.resolve();
    return 'silence';
  };
  await peer.insert();
  await events.next('token-present');
  const answer = (await connect()).transmit(COMMAND);
  await asked.promise;
  await pcscd.kill();
  expect(await answer).toMatchObject({ failure: { code: 'service-unavailable', tokenEffect: 'unknown' } });
});

test('a card process that dies is replaced: its sessions are lost, its token is presented again', async () => {
  const spawned: CardProcess[] = [];
  const { events, connect } = supervise({
    spawnCardProcess: () => {
      const child = spawnCardProcess();
      spawned.push(child);
      return child;
    },
  });
  await events.next('reader-attached');
  await peer.insert();
  const before = await events.next('token-present');
  const session = await connect();
  spawned[0]?.kill();
  await events.next('token-absent');
  expect(await session.transmit(COMMAND)).toMatchObject({ failure: { code: 'card-process-lost' } });
  const after = await events.next('token-present');
  expect(after.presentation).toBeGreaterThan(before.presentation);
  expect(await (await connect()).transmit(COMMAND)).toEqual(ANSWER);
  expect(events.all.filter(({ type }) => type === 'reader-detached')).toEqual([]);
});

test('a token that another program holds is busy, and free as soon as it lets go', async () => {
  const one = supervise({ binding: 'pcsclite' });
  const other = supervise({ binding: 'pcsc-mini' });
  await one.events.next('reader-attached');
  await peer.insert();
  await Promise.all([one.events.next('token-present'), other.events.next('token-present')]);
  const session = await one.connect();
  expect(await other.supervisor.connect(reader)).toMatchObject({
    failure: { code: 'reader-busy', retry: 'now', tokenEffect: 'none' },
  });
  await session.disconnect();
  expect(await (await other.connect()).transmit(COMMAND)).toEqual(ANSWER);
});

test('a token that gives no answer to reset is unreadable, not absent', async () => {
  const { events } = supervise();
  await events.next('reader-attached');
  // ISO 7816-3 allows 33 bytes: more is no answer to reset
  peer.atr = new Uint8Array(40).fill(0x3b);
  await peer.insert();
  expect(await events.next('token-unreadable')).toMatchObject({ reader, failure: { code: 'token-mute' } });
  peer.remove();
  await events.next('token-absent');
});

test.each([
  ['sends nonsense', 'testing/babbling-process.ts'],
  ['hangs while it starts', 'testing/silent-process.ts'],
])('a card process that %s is replaced', async (_what, file) => {
  const processes = [processOf(file)];
  const said: string[] = [];
  const { events } = supervise({
    spawnCardProcess: () => (processes.pop() ?? spawnCardProcess)(),
    limits: { startMs: 2000 },
    log: (line) => said.push(line),
  });
  await events.next(
    'service',
    (event) => event.state === 'down' && event.failure.code === 'card-process-lost',
  );
  await events.next('service', ({ state }) => state === 'up');
  await events.next('reader-attached');
  expect(said.join('\n')).toContain('The card process ended');
});

test('it says which binding it uses', async () => {
  const said: string[] = [];
  const { events } = supervise({ log: (line) => said.push(line) });
  await events.next('reader-attached');
  expect(said).toEqual(['PC/SC through pcsclite']);
});
