import { expect, test } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import type { FaultRequest } from '../../virtual-token/faults/fault.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken } from './read.ts';
import { IDENTITY, imageBytes, REQUEST, writeJob } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';
import { writeImage } from './write.ts';

/** What a write that meets `fault` says of its effect, and whether memory was written to in truth. */
async function effectOf(slots: 1 | 2, fault: FaultRequest) {
  const image = { sequence: 7, bytes: imageBytes(600, 1) };
  const token = new InProcessToken(personalise({ ...IDENTITY, slots }, image, [], REQUEST));
  token.token.insert();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  token.token.arm(fault);
  const result = await writeImage(session, writeJob(reading));
  if (result.ok) throw new Error('the fault did no harm');
  return { effect: result.failure.tokenEffect, pages: token.counters.pageWrites };
}

const FAULTS: readonly (readonly [string, FaultRequest])[] = [
  ['the second update is refused', { type: 'answer', sw: '6982', ins: 'D6', nth: 2 }],
  ['the slot is refused when it is read back', { type: 'answer', sw: '6982', ins: 'B0', nth: 2, times: 9 }],
  ['the commit is refused', { type: 'answer', sw: '6982', ins: 'DC', nth: 1, times: 9 }],
];

test.each(FAULTS)('when %s, nobody says that nothing was changed', async (_what, fault) => {
  const { effect, pages } = await effectOf(2, fault);
  expect(pages).toBeGreaterThan(0);
  expect(effect).toBe('changed');
});

test('a token with one slot that refuses what follows its announcement was changed', async () => {
  const { effect, pages } = await effectOf(1, { type: 'answer', sw: '6982', ins: 'D6' });
  expect(pages).toBeGreaterThan(0);
  expect(effect).toBe('changed');
});

test('a token that refuses the very first update is untouched, and that is said', async () => {
  expect(await effectOf(2, { type: 'answer', sw: '6982', ins: 'D6' })).toEqual({ effect: 'none', pages: 0 });
});
