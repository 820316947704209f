import { expect, test } from 'vitest';
import { EXIT } from '../exit-codes.ts';
import { createOutput } from '../output.ts';
import { type Ending, endingOf } from './ending.ts';
import { type Telling, tellEnding } from './tell-ending.ts';

const token = { kind: 'card', lastFour: '4417' } as const;
const updated: Ending = {
  ...{ outcome: 'updated', exit: EXIT.done, facts: { job: 'replace', token }, reported: true },
  words: 'Updated: 700 bytes written.',
};
const tokenPresent = true;
const superseded = endingOf(
  { screen: 'refused', token, reason: 'superseded', reference: 'R-1', tokenPresent },
  null,
  true,
);
const ofTheNext = (reason: 'hotlisted' | 'superseded') =>
  endingOf(
    {
      ...{ screen: 'refused', token: { ...token, lastFour: '9999' }, reason },
      ...{ reference: 'R-2', tokenPresent },
    },
    null,
    true,
  );

async function told(ending: Ending, host: Partial<Telling>) {
  const lines: string[] = [];
  const output = createOutput(false, (line) => lines.push(line));
  const whole = { confirmed: async () => true, refused: () => null, ...host };
  return { exit: await tellEnding(ending, whole, output, 'job'), lines };
}

test('what the host has not acknowledged is not said to be confirmed', async () => {
  expect((await told(updated, {})).lines).toEqual([`${updated.words} The host has confirmed it.`]);
  const { lines } = await told(updated, { confirmed: async () => false });
  expect(lines).toEqual([`${updated.words} The host is told as soon as it can be.`]);
});

test('a write that the host answers came too late is told as that, and not as nothing written', async () => {
  const { exit, lines } = await told(updated, { refused: () => superseded });
  expect(exit).toBe(EXIT.refused);
  expect(lines).toEqual(['Refused: superseded, reference R-1.']);
});

test.each(['hotlisted', 'superseded'] as const)(
  'what the next card is refused for (%s) is not told of the one that was written',
  async (reason) => {
    const { exit, lines } = await told(updated, { refused: () => ofTheNext(reason) });
    expect(exit).toBe(EXIT.done);
    expect(lines).toEqual([`${updated.words} The host has confirmed it.`]);
  },
);
