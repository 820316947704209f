import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InProcessToken } from '../in-process.ts';
import { send, stateOf } from '../testing/example.ts';
import { openStateFile, writeStateFile } from './file-store.ts';
import { decodeStateFile, encodeStateFile } from './state-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recard-token-'));
  file = join(folder, 'token.state');
});
afterEach(() => rmSync(folder, { recursive: true }));

const state = stateOf('linden-small-card');

test('what is written is what is read', () => {
  expect(writeStateFile(file, state)).toMatchObject({ ok: true });
  const opened = openStateFile(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  expect(opened.value.state).toEqual(state);
  opened.value.store.close();
});

test('after each command the file holds what the memory holds, a torn page too', () => {
  expect(writeStateFile(file, state)).toMatchObject({ ok: true });
  const opened = openStateFile(file);
  if (!opened.ok) throw new Error(opened.failure.detail);
  const { store } = opened.value;
  const token = new InProcessToken(opened.value.state, { store });
  token.token.insert();
  token.token.arm({ type: 'tear', at: 'byte', nth: 70, write: 3, leave: 'garbage' });
  const commands = ['00a4040c08f052454341524401', `00e20028 40 ${'ab'.repeat(64)}`, '00d68311 03 010203'];
  for (const command of [...commands, `00d68320 64 ${'cd'.repeat(100)}`]) {
    send(token, command);
    expect(decodeStateFile(readFileSync(file))).toMatchObject({
      value: { memory: token.token.memory.bytes },
    });
  }
  expect(token.token.present).toBe(false);
  store.close();
});

test('any shortened file and any damage before the memory is refused', () => {
  const { bytes, memoryAt } = encodeStateFile(state);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(decodeStateFile(bytes.slice(0, length)).ok).toBe(false);
    }),
  );
  fc.assert(
    fc.property(fc.nat(memoryAt - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      expect(decodeStateFile(damaged).ok).toBe(false);
    }),
  );
});

test('a missing, a foreign and a newer file are told apart', () => {
  expect(openStateFile(file)).toMatchObject({ failure: { code: 'action-not-possible' } });
  writeFileSync(file, 'this is not the state of a token');
  expect(openStateFile(file)).toMatchObject({ failure: { code: 'token-damaged' } });
  const { bytes } = encodeStateFile(state);
  bytes[9] = 2;
  writeFileSync(file, bytes);
  expect(openStateFile(file)).toMatchObject({ failure: { code: 'token-layout-unknown' } });
});

test('a folder that is not there is a failure that says so', () => {
  const written = writeStateFile(join(folder, 'missing', 'token.state'), state);
  expect(written).toMatchObject({ ok: false, failure: { code: 'action-not-possible' } });
});
