import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../shared/contract/ipc.ts';
import type { SideView } from '../../shared/image/merge/sides.ts';
import { MANY_OPEN, MERGED } from '../gallery/merge-sample.ts';
import { entryWords, sideWords } from './side-words.ts';
import { plain, textIn } from './testing.ts';

const SIDES: readonly SideView[] = [
  { of: 'coupon', title: 'Coffee', usesLeft: 2, expiresOn: '2031-11-28' },
  { of: 'preference', key: 'news', value: true, changedAt: 1_795_267_200 },
  { of: 'preference', key: 'colour', value: 'green', changedAt: 1_795_267_200 },
  { of: 'attribute', name: 'owner', value: 'Harbour' },
  { of: 'attribute', name: 'expiresOn', value: null },
  { of: 'image', name: 'accountRef', ending: '2206' },
  {
    of: 'ticket',
    version: 1,
    title: 'Coach 4',
    reference: 'R-1',
    validFrom: null,
    validTo: '2031-11-28',
    detail: null,
  },
  { of: 'membership', version: 1, level: 'Gold', since: '2031-11-28', ending: '0042' },
  { of: 'opaque', version: 1, code: 9, length: 20, begins: '0a1b2c3d4e5f' },
  { of: 'cell', version: 1, view: { kind: 'preferences', count: 3 } },
];
const QUESTIONS = [...MANY_OPEN.conflicts, ...MERGED.settled];

describe.each(LANGUAGES)('in %s', (language) => {
  const text = textIn(language);

  test('each version of an entry has words, and none of them is a key or a gap', () => {
    const sides = [...SIDES, ...QUESTIONS.flatMap(({ first, second }) => [first, second])];
    for (const side of sides) {
      const { head, note } = sideWords(side, text);
      expect(head).toMatch(/\S/);
      expect(`${head} ${note}`).not.toMatch(/\b(merge|common|jobs)\.|\{\{|undefined|Invalid/);
    }
  });

  test('what a person decides is named', () => {
    for (const question of QUESTIONS) expect(entryWords(question, text)).toMatch(/\p{L}/u);
  });
});

test('two amounts on one receipt are told apart by the amounts, with their sign', () => {
  const till = MANY_OPEN.conflicts.find(({ entry }) => entry === 'transaction');
  const english = textIn('en');
  expect(plain(sideWords(till?.first ?? null, english).head)).toBe('− €4.50');
  expect(plain(sideWords(till?.second ?? null, english).head)).toBe('− €5.40');
});

test('a side that has nothing says so', () => {
  expect(sideWords(null, textIn('en'))).toEqual({ head: 'Nothing here', note: '' });
});
