import { expect, test } from 'vitest';
import { SAMPLES } from '../gallery/samples.ts';
import { bothOf, doneHeads, doneLead, doneNote, doneTitle } from './done-words.ts';
import { spokenOf } from './spoken.ts';
import { textIn } from './testing.ts';

const text = textIn('en');

function done(name: string) {
  const sample = SAMPLES[name];
  if (sample?.screen !== 'done') throw new Error(`${name} is no sample of done`);
  return sample;
}

test('both are to be taken only while both lie there', () => {
  const merged = done('done-merge');
  expect(doneTitle(merged, 2, text)).toBe('Done. Take card and phone');
  expect(doneTitle(merged, 1, spokenOf('phone', text))).toBe('Done. Take your phone');
  const taken = { ...merged, tokenPresent: false };
  expect(doneTitle(taken, 1, text)).toBe('Take the other one, too');
  expect(doneTitle(taken, 0, text)).toBe('Thank you. See you soon');
  expect(doneLead(taken, 0, true, text)).toBe('Nothing is left on the reader.');
});

test('two of a kind are called by it', () => {
  const { receipt, ...merged } = done('done-merge');
  if (receipt?.job == null) throw new Error('the sample has no job');
  const card = { kind: 'card', lastFour: '4417' } as const;
  const cards = {
    ...merged,
    token: card,
    receipt: { ...receipt, token: card, job: { ...receipt.job, from: card } },
  };
  expect(doneTitle(cards, 2, text)).toBe('Done. Take both cards');
  expect(doneTitle({ ...cards, forgotten: true }, 2, text)).toBe('Don’t forget the two');
});

test('an update is about one device, however many lie there', () => {
  expect(doneTitle(done('done'), 2, text)).toBe('Done. Take your card');
  expect(doneLead({ ...done('done'), tokenPresent: false }, 1, true, text)).toBe(
    'Your card is in your hands.',
  );
});

test('the pictures are named by what happened, not by what a card was offered', () => {
  expect(doneHeads(done('done-replace').receipt?.job ?? null, text)).toEqual({
    before: 'On it before',
    after: 'On it now',
  });
  expect(doneHeads(done('done-merge').receipt?.job ?? null, text).after).toBe('On both now');
});

test('of a merge both are named, also where the first one is written last', () => {
  const merged = done('done-merge');
  const card = { kind: 'card', lastFour: '4417' } as const;
  const firstLast = { ...merged, token: card };
  expect(bothOf(firstLast)?.map(({ lastFour }) => lastFour)).toEqual(['4417', '9082']);
  expect(doneNote(firstLast, text)).toBe('Card ending 4417 and Phone ending 9082');
  expect(doneTitle(firstLast, 2, text)).toBe('Done. Take card and phone');
});

test('that the old one works nowhere is said only when it is so', () => {
  const replaced = done('done-replace');
  const { receipt } = replaced;
  if (receipt?.job == null) throw new Error('the sample has no job');
  const { job: was } = receipt;
  const leadOf = (fromStopped: boolean, hostConfirmed: boolean) => {
    const job = { ...was, fromStopped };
    return doneLead({ ...replaced, receipt: { ...receipt, job, hostConfirmed } }, 1, true, text);
  };
  expect(leadOf(false, false)).toContain('stops as soon as the card service knows');
  for (const [stopped, heard] of [
    [true, false],
    [false, true],
    [true, true],
  ] as const)
    expect(leadOf(stopped, heard)).toContain('The old one works nowhere any more.');
});
