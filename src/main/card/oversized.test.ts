import { expect, test } from 'vitest';
import { codeOf } from '../../shared/testing/results.ts';
import { EF_COMMIT } from '../../shared/token/ef-commit.ts';
import { EF_LOG } from '../../shared/token/ef-log.ts';
import { EF_TOKEN, type TokenIdentity } from '../../shared/token/ef-token.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { buildTree, type Layout } from '../../virtual-token/file-system/layout.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { recordFileOf, transparentFile } from '../../virtual-token/terminal/native-files.ts';
import type { Protocol, TokenSession } from '../reader/port.ts';
import { readToken } from './read.ts';
import { readImage } from './read-image.ts';
import { earned, IDENTITY, imageBytes } from './testing/samples.ts';
import { sessionOver, type TokenEnd } from './testing/session.ts';

const LARGEST = 65_535;
const PROTOCOLS: readonly Protocol[] = ['T=0', 'T=1', 'T=CL'];
/** A token takes extended commands and answers. */
const EXTENDED: TokenIdentity = { ...IDENTITY, maxCommandData: LARGEST, maxResponseData: LARGEST };

/** A whole token whose record file `id` has records of `recordSize` bytes instead of its own. */
function tokenWithRecords(id: number, recordSize: number, protocol: Protocol): InProcessToken {
  const sound = personalise(
    EXTENDED,
    { sequence: 3, bytes: imageBytes(500, 1) },
    [earned(1), earned(2)],
    null,
  );
  const from = buildTree(sound.layout);
  const layout: Layout = {
    ...sound.layout,
    files: sound.layout.files.map((file) =>
      file.id === id && 'recordSize' in file ? { ...file, recordSize } : file,
    ),
  };
  const to = buildTree(layout);
  const memory = new Uint8Array(to.memorySize);
  const identity = transparentFile(from, EF_TOKEN);
  if (!identity.ok) throw new Error(identity.failure.detail);
  // The files before the one that grew, as they are.
  const grown = recordFileOf(from, id === EF_COMMIT.id ? EF_COMMIT : EF_LOG);
  if (!grown.ok) throw new Error(grown.failure.detail);
  memory.set(sound.memory.subarray(0, grown.value.at));
  const token = new InProcessToken({ layout, memory }, { protocol });
  token.insert();
  return token;
}

test.each(PROTOCOLS)('commit records of 65,535 bytes are not read, over %s', async (protocol) => {
  const session = sessionOver(tokenWithRecords(EF_COMMIT.id, LARGEST, protocol));
  const reading = await readToken(session);
  expect(codeOf(reading)).toMatch(/^token-(damaged|layout-unknown|answer-malformed)$/);
  expect(session.commands.length).toBeLessThan(20);
  expect(session.bytes()).toBeLessThan(2_000);
});

test.each(PROTOCOLS)('log records of 65,535 bytes are not read, over %s', async (protocol) => {
  const session = sessionOver(tokenWithRecords(EF_LOG.id, LARGEST, protocol));
  const reading = await readToken(session);
  if (reading.ok) expect(reading.value.log).toEqual([]);
  else expect(reading.failure.code).toMatch(/^token-(damaged|layout-unknown|answer-malformed)$/);
  expect(session.commands.length).toBeLessThan(IDENTITY.logRecords * 2 + 20);
  expect(session.bytes()).toBeLessThan(10_000);
});

/** A session over a whole token that takes `ms` for each command, by a clock of its own. */
function slowToken(ms: number) {
  const transactions = Array.from({ length: 100 }, (_, n) => earned(n + 1));
  const identity = { ...IDENTITY, slotSize: 32_000, logRecords: 100 };
  const image = { sequence: 3, bytes: imageBytes(30_000, 1) };
  const token = new InProcessToken(personalise(identity, image, transactions, null));
  token.insert();
  const session = sessionOver(token);
  const clock = { now: 0 };
  const slow: TokenSession = {
    ...session,
    transmit: (command) => {
      clock.now += ms;
      return session.transmit(command);
    },
  };
  return { slow, session, clock: () => clock.now };
}

test('a token that takes nine seconds for each of hundreds of commands is given up after a minute or two', async () => {
  const { slow, session, clock } = slowToken(9_000);
  expect(await readToken(slow, clock)).toMatchObject({ ok: false, failure: { code: 'token-mute' } });
  expect(session.commands.length).toBeLessThan(10);
  const reading = await readToken(session);
  if (!reading.ok) throw new Error(reading.failure.detail);
  const before = session.commands.length;
  const image = await readImage(slow, reading.value, undefined, clock);
  expect(image).toMatchObject({ ok: false, failure: { code: 'token-mute' } });
  expect(session.commands.length - before).toBeLessThan(20);
});

test('a full log and a full slot over the slowest link are within the time', async () => {
  const { slow, clock } = slowToken(340);
  const reading = await readToken(slow, clock);
  if (!reading.ok) throw new Error(reading.failure.detail);
  expect((await readImage(slow, reading.value, undefined, clock)).ok).toBe(true);
});

/** A far end that answers every command with `answer`. */
const saying = (answer: Uint8Array): TokenEnd => ({
  atr: new Uint8Array([0x3b, 0x00]),
  protocol: 'T=CL',
  transmit: async () => ({ kind: 'response', bytes: answer }),
});

test('a token that answers everything with 65,535 bytes is given up at its first answer', async () => {
  const bytes = new Uint8Array(LARGEST + 2);
  bytes.set([0x90, 0x00], LARGEST);
  const session = sessionOver(saying(bytes));
  expect(codeOf(await readToken(session))).toBe('token-answer-malformed');
  expect(session.commands).toHaveLength(1);
});

test('a token that always has 65,535 bytes more is given up at the second of them', async () => {
  const bytes = new Uint8Array(LARGEST + 2);
  bytes.set([0x61, 0x00], LARGEST);
  const session = sessionOver(saying(bytes));
  expect(codeOf(await readToken(session))).toBe('token-answer-malformed');
  expect(session.commands.length).toBeLessThanOrEqual(2);
});

test.each([
  ['slots of 65,535 bytes', { slotSize: LARGEST }, 'token-layout-unknown'],
  ['an image larger than its slot', { slotSize: 100 }, 'token-damaged'],
] as const)('a token that claims %s is refused before anything of it is read', async (_, over, code) => {
  const state = personalise(IDENTITY, { sequence: 3, bytes: imageBytes(500, 1) }, [], null);
  const file = transparentFile(buildTree(state.layout), EF_TOKEN);
  if (!file.ok) throw new Error(file.failure.detail);
  state.memory.set(EF_TOKEN.encode({ ...IDENTITY, ...over }), file.value.at);
  const token = new InProcessToken(state);
  token.insert();
  const session = sessionOver(token);
  expect(codeOf(await readToken(session))).toBe(code);
  expect(session.commands.length).toBeLessThanOrEqual(3);
});
