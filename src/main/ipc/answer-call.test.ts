import { expect, test } from 'vitest';
import { answerCall } from './answer-call.ts';

const quiet = (): void => {};

test('arguments that are not those of the contract never reach the handler', async () => {
  const taken: unknown[] = [];
  for (const args of [[], ['accept', 1], [{ toString: () => 'accept' }], [1n], [null]])
    expect(await answerCall('visit:act', (action) => taken.push(action), args, quiet)).toMatchObject({
      ok: false,
      failure: { code: 'request-malformed', tokenEffect: 'none' },
    });
  expect(taken).toEqual([]);
  expect(await answerCall('visit:act', (action) => action, ['accept'], quiet)).toBe('accept');
});

test('what is larger than the contract says never reaches the handler', async () => {
  const row = { label: 'l', value: 'v' };
  const receipt = { language: 'en', title: 't', lines: [row], footer: '' };
  const huge = 'x'.repeat(10_000_000);
  const taken: unknown[] = [];
  for (const [call, argument] of [
    ['receipt:print', { ...receipt, lines: Array.from({ length: 101 }, () => row) }],
    ['receipt:print', { ...receipt, lines: [{ ...row, value: huge }] }],
    ['receipt:save', { ...receipt, footer: huge }],
    ['job:act', { type: 'search', by: 'account', value: huge }],
    ['job:act', { type: 'settle', id: huge, choice: 'first' }],
    ['staff:sign-in', '1'.repeat(10_000_000)],
    ['dock:present', huge],
  ] as const)
    expect(await answerCall(call, (one) => taken.push(one), [argument], quiet)).toMatchObject({
      ok: false,
      failure: { code: 'request-malformed', detail: expect.stringMatching(/^.{1,500}$/s) },
    });
  expect(taken).toEqual([]);
  expect(await answerCall('receipt:print', (one) => one, [receipt], quiet)).toEqual(receipt);
});

test('a handler that throws is a bug: logged, and told as a failure', async () => {
  const logged: string[] = [];
  const broken = (): never => {
    throw new Error('a bug');
  };
  expect(await answerCall('staff:call', broken, [], (event) => logged.push(event))).toMatchObject({
    ok: false,
    failure: { code: 'internal-error', detail: expect.stringContaining('a bug') },
  });
  expect(logged).toEqual(['bug']);
});
