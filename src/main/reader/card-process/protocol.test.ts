import { expect, test } from 'vitest';
import type { Failure } from '../../../shared/contract/failure.ts';
import { CardLink } from './link.ts';
import { MOST_BYTES, ResponseSchema } from './protocol.ts';

/** A card process that sends `message` once it is asked for something. */
function processSaying(message: unknown) {
  const listeners: ((message: unknown) => void)[] = [];
  const ended: Failure[] = [];
  let killed = false;
  const link = new CardLink(
    {
      post: () => {
        for (const listener of listeners) listener(message);
      },
      onMessage: (listener) => void listeners.push(listener),
      onClose: () => {},
      kill: () => {
        killed = true;
      },
    },
    () => {},
    (cause) => void ended.push(cause),
  );
  return { link, ended, wasKilled: () => killed };
}

const late: Failure = { code: 'token-mute', detail: 'late', retry: 'reinsert', tokenEffect: 'unknown' };
const transmit = { type: 'transmit', connection: 1, command: new Uint8Array(4) } as const;
const state = { reader: 'R', token: 'absent', atr: new Uint8Array(), changes: 0 };

test('the longest answer that a token can give comes through', async () => {
  const { link } = processSaying({ type: 'answer', id: 1, value: new Uint8Array(MOST_BYTES) });
  const answer = await link.call(transmit, ResponseSchema, 1_000, late);
  expect(answer).toMatchObject({ ok: true, value: { length: MOST_BYTES } });
});

test.each([
  [
    'a longer answer than any token can give',
    { type: 'answer', id: 1, value: new Uint8Array(MOST_BYTES + 1) },
  ],
  ['a thousand readers', { type: 'readers', readers: Array.from({ length: 1_000 }, () => state) }],
  [
    'a reader with an endless name',
    { type: 'readers', readers: [{ ...state, reader: 'R'.repeat(1_000_000) }] },
  ],
])('a card process that sends %s is ended', async (_, message) => {
  const { link, ended, wasKilled } = processSaying(message);
  const answer = await link.call(transmit, ResponseSchema, 1_000, late);
  expect(answer).toMatchObject({ ok: false, failure: { code: 'card-process-lost' } });
  expect(wasKilled()).toBe(true);
  expect(ended).toMatchObject([{ code: 'card-process-lost', detail: expect.stringMatching(/^.{1,500}$/s) }]);
});
