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
