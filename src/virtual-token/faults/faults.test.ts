import { expect, test } from 'vitest';
import { insertedToken, send } from '../testing/example.ts';

const READ = '00b08400 04';
const WRITE = '00d68400 04 a1a2a3a4';

test('a tear before a command leaves the memory as it was and takes the token out', () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'tear', at: 'command', nth: 2, when: 'before' });
  expect(send(token, READ)).toBe('000000009000');
  expect(send(token, WRITE)).toBe('removed');
  expect(token.token.present).toBe(false);
  expect(send(token, READ)).toBe('removed');
  token.token.insert();
  send(token, '00a4040c08f052454341524401');
  expect(send(token, READ)).toBe('000000009000');
});

test('a tear after a command has its effect without its answer', () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'tear', at: 'command', when: 'after' });
  expect(send(token, WRITE)).toBe('removed');
  token.token.insert();
  send(token, '00a4040c08f052454341524401');
  expect(send(token, READ)).toBe('a1a2a3a49000');
});

test.each([
  ['old', 'a1a20000'],
  ['new', 'a1a2a3a4'],
] as const)('a tear at the third byte of the second write leaves %s', (leave, left) => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'tear', at: 'byte', nth: 3, write: 2, leave });
  expect(send(token, '00d68300 01 00')).toBe('9000');
  expect(send(token, READ)).toBe('000000009000');
  expect(send(token, WRITE)).toBe('removed');
  token.token.insert();
  send(token, '00a4040c08f052454341524401');
  expect(send(token, READ)).toBe(`${left}9000`);
});

test('a torn commit record loses its own bytes only: its twin lies on other pages', () => {
  const token = insertedToken('aurora-card');
  const twin = send(token, '00b20114 00');
  token.token.arm({ type: 'tear', at: 'byte', nth: 1, leave: 'garbage' });
  expect(send(token, `00dc0214 44 ${'00'.repeat(68)}`)).toBe('removed');
  token.token.insert();
  send(token, '00a4040c08f052454341524401');
  expect(send(token, '00b20114 00')).toBe(twin);
});

test('an appended log record that was torn is not there', () => {
  const token = insertedToken('aurora-card');
  const newest = send(token, '00b2012c 00');
  token.token.arm({ type: 'tear', at: 'byte', nth: 65, leave: 'old' });
  expect(send(token, `00e20028 40 ${'77'.repeat(64)}`)).toBe('removed');
  token.token.insert();
  send(token, '00a4040c08f052454341524401');
  expect(send(token, '00b2012c 00')).toBe(newest);
});

test('a mute token speaks again after it was powered', () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'mute', nth: 2 });
  expect(send(token, READ)).toBe('000000009000');
  expect(send(token, READ)).toBe('mute');
  expect(send(token, READ)).toBe('mute');
  token.power();
  expect(send(token, '00b08400 04')).toBe('6a82');
});

test('a status word is answered for the n-th command with that INS, instead of executing it or besides', () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'answer', sw: '6581', ins: 'd6', nth: 2 });
  expect(send(token, WRITE)).toBe('9000');
  expect(send(token, READ)).toBe('a1a2a3a49000');
  expect(send(token, '00d68400 04 00000000')).toBe('6581');
  expect(send(token, READ)).toBe('a1a2a3a49000');
  token.token.arm({ type: 'answer', sw: '6581', executed: true, times: 2 });
  expect(send(token, '00d68400 01 55')).toBe('6581');
  expect(send(token, READ)).toBe('6581');
  expect(send(token, READ)).toBe('55a2a3a49000');
});

test('a reset forgets what was selected; faults that are armed stay, and can be dropped', () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'mute' });
  token.power();
  expect(token.token.armed).toHaveLength(1);
  token.token.disarm();
  expect(token.token.armed).toHaveLength(0);
  expect(send(token, READ)).toBe('6a82');
});

test('a delay takes its time, and a removal meanwhile ends it', async () => {
  const token = insertedToken('aurora-card');
  token.token.arm({ type: 'delay', ms: 30 });
  const begun = performance.now();
  expect((await token.transmit(Uint8Array.of(0, 0xb0, 0x84, 0, 1))).kind).toBe('response');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
  token.token.arm({ type: 'delay', ms: 600_000 });
  const answer = token.transmit(Uint8Array.of(0, 0xb0, 0x84, 0, 1));
  token.token.remove();
  expect(await answer).toEqual({ kind: 'removed' });
});
