import { expect, test } from 'vitest';
import { insertedToken } from './testing/example.ts';

test('a token in process executes far more than twenty thousand commands in a second', () => {
  const token = insertedToken('aurora-card', { link: 'iso14443-106' });
  const read = Uint8Array.of(0x00, 0xb0, 0x83, 0x00, 0x00);
  const count = 4_000;
  // the best of several runs: something else may have the processor during one of them
  const seconds = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    for (let i = 0; i < count; i++) token.execute(read);
    return (performance.now() - begun) / 1000;
  });
  expect(count / Math.min(...seconds)).toBeGreaterThan(20_000);
  expect(token.counters.apdus).toBe(5 * count + 1);
});

test('two tokens of one description do not share memory', async () => {
  const [one, other] = [insertedToken('aurora-card'), insertedToken('aurora-card')];
  await one.transmit(Uint8Array.of(0x00, 0xd6, 0x84, 0x00, 0x01, 0x99));
  expect(await other.transmit(Uint8Array.of(0x00, 0xb0, 0x84, 0x00, 0x01))).toEqual({
    kind: 'response',
    bytes: Uint8Array.of(0x00, 0x90, 0x00),
  });
});
