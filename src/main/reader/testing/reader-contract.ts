import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReaderPort, TokenSession } from '../port.ts';
import { EventLog } from './events.ts';
import { echo, type Reaction } from './vpcd-peer.ts';

/** A reader port with a reader into which a scripted token can be put. */
export interface Subject {
  readonly port: ReaderPort;
  readonly reader: string;
  readonly atr: Uint8Array;
  insert(react: (command: Uint8Array) => Reaction): Promise<void>;
  remove(): void;
  close(): Promise<void>;
}

const COMMAND = Uint8Array.of(0x00, 0xb0, 0x00, 0x00);
const ANSWER = Uint8Array.from([...COMMAND, 0x90, 0x00]);

/** What every implementation of ReaderPort keeps, whatever is behind it. */
export function readerContract(open: () => Promise<Subject>): void {
  let subject: Subject;
  let events: EventLog;

  beforeEach(async () => {
    subject = await open();
    subject.port.start();
    events = new EventLog(subject.port);
    await events.next('service', ({ state }) => state === 'up');
    await events.next('reader-attached', ({ reader }) => reader === subject.reader);
    // the token of the test before may not have been missed yet
    if (events.all.some(({ type }) => type.startsWith('token-'))) await events.next('token-absent');
  });
  afterEach(() => subject.close());

  async function present(react = echo): Promise<number> {
    await subject.insert(react);
    return (await events.next('token-present')).presentation;
  }

  async function connect(): Promise<TokenSession> {
    const session = await subject.port.connect(subject.reader);
    if (!session.ok) throw new Error(session.failure.detail);
    return session.value;
  }

  test('a token is announced with its ATR, and each insertion has a higher presentation', async () => {
    await subject.insert(echo);
    const first = await events.next('token-present');
    expect(first).toMatchObject({ reader: subject.reader, atr: subject.atr });
    subject.remove();
    expect(await events.next('token-absent')).toMatchObject({ presentation: first.presentation });
    expect(await present()).toBeGreaterThan(first.presentation);
  });

  test('a late subscriber is told at once what is there, and one that stopped is told nothing', async () => {
    const presentation = await present();
    const late: unknown[] = [];
    const stop = subject.port.subscribe((event) => late.push(event));
    expect(late[0]).toEqual({ type: 'service', state: 'up' });
    expect(late).toContainEqual({ type: 'reader-attached', reader: subject.reader });
    expect(late).toContainEqual(expect.objectContaining({ type: 'token-present', presentation }));
    stop();
    const told = late.length;
    subject.remove();
    await events.next('token-absent');
    expect(late).toHaveLength(told);
  });

  test('a session carries commands to the token in order and its answers back', async () => {
    await present();
    const session = await connect();
    expect(session).toMatchObject({ reader: subject.reader, protocol: 'T=1', atr: subject.atr });
    const commands = Array.from({ length: 20 }, (_, index) => Uint8Array.of(0x00, 0xb0, 0x00, index));
    const answers = await Promise.all(commands.map((command) => session.transmit(command)));
    expect(answers).toEqual(
      commands.map((command) => ({ ok: true, value: Uint8Array.from([...command, 0x90, 0x00]) })),
    );
  });

  test('an extended APDU of 60 KiB goes and comes back whole', async () => {
    await present();
    const command = Uint8Array.from({ length: 60 * 1024 }, (_, index) => index % 251);
    const answer = await (await connect()).transmit(command);
    expect(answer).toEqual({ ok: true, value: Uint8Array.from([...command, 0x90, 0x00]) });
  });

  test('something that is no command APDU is a bug of the caller', async () => {
    await present();
    const session = await connect();
    expect(() => session.transmit(new Uint8Array(3))).toThrow(RangeError);
    expect(() => session.transmit(new Uint8Array(65_536))).toThrow(RangeError);
  });

  test('a token that leaves during a command is removed, and its session is dead', async () => {
    await present(() => 'leave');
    const session = await connect();
    expect(await session.transmit(COMMAND)).toMatchObject({
      failure: { code: 'token-removed', retry: 'reinsert', tokenEffect: 'unknown' },
    });
    await events.next('token-absent');
    expect(await session.transmit(COMMAND)).toMatchObject({
      failure: { code: 'token-removed', tokenEffect: 'none' },
    });
  });

  test('an answer shorter than a status word is no answer', async () => {
    await present(() => Uint8Array.of(0x90));
    expect(await (await connect()).transmit(COMMAND)).toMatchObject({ failure: { code: 'token-removed' } });
  });

  test('a mute token costs its time limit, is unreadable until it is taken out, and is then welcome', async () => {
    const before = await present(() => 'silence');
    const session = await connect();
    expect(await session.transmit(COMMAND, { timeoutMs: 200 })).toMatchObject({
      failure: { code: 'token-mute', tokenEffect: 'unknown' },
    });
    await events.next('token-absent', ({ presentation }) => presentation === before);
    const unreadable = await events.next('token-unreadable');
    expect(unreadable.failure.code).toBe('token-mute');
    expect(unreadable.presentation).toBeGreaterThan(before);
    subject.remove();
    await events.next('token-absent', ({ presentation }) => presentation === unreadable.presentation);
    expect(await present()).toBeGreaterThan(unreadable.presentation);
    expect(await (await connect()).transmit(COMMAND)).toEqual({ ok: true, value: ANSWER });
  });

  test('a token is reserved: a second connection is refused as busy until the first is released', async () => {
    await present();
    const session = await connect();
    expect(await subject.port.connect(subject.reader)).toMatchObject({ failure: { code: 'reader-busy' } });
    await session.disconnect();
    expect(await (await connect()).transmit(COMMAND)).toEqual({ ok: true, value: ANSWER });
  });

  test('a released session sends nothing more, and may be released again', async () => {
    await present();
    const session = await connect();
    await session.disconnect('leave');
    await session.disconnect();
    expect(await session.transmit(COMMAND)).toMatchObject({ ok: false });
  });

  test('connecting says whether the token or the reader is not there', async () => {
    expect(await subject.port.connect(subject.reader)).toMatchObject({
      failure: { code: 'token-removed', tokenEffect: 'none' },
    });
    expect(await subject.port.connect('No such reader')).toMatchObject({
      failure: { code: 'reader-missing' },
    });
  });

  test('a swap faster than the poll ends the session at the next command, and the visit can begin anew', async () => {
    const before = await present();
    const session = await connect();
    expect(await session.transmit(COMMAND)).toEqual({ ok: true, value: ANSWER });
    subject.remove();
    await subject.insert(echo);
    const answer = await session.transmit(COMMAND);
    expect(answer.ok ? 'answered' : answer.failure.code).toMatch(/^token-(reset|removed)$/);
    const after = await events.next('token-present');
    expect(after.presentation).toBeGreaterThan(before);
    expect(await (await connect()).transmit(COMMAND)).toEqual({ ok: true, value: ANSWER });
    expect(await session.transmit(COMMAND)).toMatchObject({ ok: false });
  });

  test('stopping says so and releases the token', async () => {
    await present();
    const session = await connect();
    await subject.port.stop();
    await events.next('service', ({ state }) => state === 'down');
    expect(await session.transmit(COMMAND)).toMatchObject({ ok: false });
  });
}
