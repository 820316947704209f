import { expect, test } from 'vitest';
import { USUAL } from '../gallery/changes.ts';
import { MERGED } from '../gallery/merge-sample.ts';
import { droppedIn, pathWords, reserveWords } from './job-words.ts';
import { plain, textIn } from './testing.ts';

const english = textIn('en');
const card = { kind: 'card', lastFour: '4417' } as const;
const phone = { kind: 'phone', lastFour: '9082' } as const;
const preview = { change: USUAL, merge: null, bytes: null, transactionsAdded: 0 };

test('what is held back is said in what its programme counts, and nothing is not said', () => {
  const reserve = [
    { programme: 'WALLET', amount: 500 },
    { programme: 'HARBOUR', amount: 20 },
    { programme: 'CAFE', amount: 0 },
  ];
  expect(reserveWords({ ...preview, reserve }, english).map(plain)).toEqual(['€5.00', '20 points']);
});

test('all that a merge does not take over is counted, in cells and beside them', () => {
  expect(droppedIn(MERGED)).toBe(2);
});

test('a merge names two, the others name from which to which, towards the reading direction', () => {
  const job = { kind: 'merge', from: card, fromStopped: false, merge: null, reserve: [] } as const;
  expect(pathWords(job, phone, english)).toBe('Card ending 4417 and Phone ending 9082');
  const replaced = { ...job, kind: 'replace' } as const;
  expect(pathWords(replaced, phone, english)).toBe('Card ending 4417 → Phone ending 9082');
  expect(pathWords(replaced, phone, textIn('ar'))).toContain('←');
});
