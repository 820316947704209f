import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language, ReceiptTextSchema } from '../../../shared/contract/ipc.ts';
import type { Receipt } from '../../../shared/visit/snapshot.ts';
import { FULL, HONEST, LONG_NAMES, MANY, USUAL } from '../../gallery/changes.ts';
import { MERGED } from '../../gallery/merge-sample.ts';
import { formatFor } from '../../text/format.ts';
import { plain, textIn } from '../../text/testing.ts';
import { createI18n, translator } from '../../text/translate.ts';
import { codeText, receiptText } from './receipt-text.ts';

const receipt: Receipt = {
  visitId: '0f6e7c52-4d0a-4a53-9d6e-3f8f6f1f2a10',
  at: Date.UTC(2026, 10, 22, 14, 32),
  token: { kind: 'card', lastFour: '4417' },
  change: USUAL,
  bytesWritten: 1680,
  imageBytes: 1680,
  sequence: 18,
  requestCleared: true,
  hostConfirmed: true,
  job: null,
};
const written = (language: Language, change = USUAL) =>
  receiptText({ ...receipt, change }, 'Harbour Square', {
    language,
    t: translator(createI18n(language), language),
    format: formatFor(language),
  });
const said = (label: string, change = USUAL) =>
  written('en', change).lines.find((line) => line.label === label)?.value;

test('a receipt says what the card holds now and by how much it changed', () => {
  expect(said('Points')).toBe('1,410 (+ 170 points)');
  expect(said('Purse')).toBe('€23.90 (+ €5.50)');
  expect(said('Purse', HONEST)).toBe('€12.90 (− €5.50)');
  expect(said('Ticket', HONEST)).toBe('Taken off');
  expect(said('Visit')).toBe('0f6e7c52');
});

test('programmes of one kind are told apart by their names', () => {
  const labels = written('en', MANY).lines.map((line) => line.label);
  expect(labels).toContain('Points HARBOUR');
  expect(labels).toContain('Points OPERA');
});

const ofJob = (job: NonNullable<Receipt['job']>) => {
  const text = textIn('en');
  const { title, lines } = receiptText({ ...receipt, job }, 'Harbour Square', text);
  const said = lines.map(({ label, value }): [string, string] => [label, plain(value)]);
  return { title, said: Object.fromEntries(said) };
};
const from = { from: { kind: 'phone', lastFour: '9082' }, fromStopped: true } as const;

test('a replacement’s receipt says from which to which, before and after, and what is held back', () => {
  const reserve = [{ programme: 'WALLET', amount: 500 }];
  const { title, said } = ofJob({ kind: 'replace', ...from, merge: null, reserve });
  expect(title).toBe('Receipt: replaced by a new one');
  expect(said).toMatchObject({
    From: 'Phone ending 9082',
    To: 'Card ending 4417',
    Purse: '€18.40 → €23.90 (+ €5.50)',
    Ticket: 'Coach 4, seat 21',
    'Held back (WALLET)': '€5.00',
  });
});

test('a merge’s receipt says what was combined and how, what was left out, and what staff settled', () => {
  const { said } = ofJob({ kind: 'merge', ...from, merge: MERGED, reserve: [] });
  expect(said).toMatchObject({
    'Together with': 'Card ending 4417',
    'How: Points': '1,240 + 170',
    'How: Coupons': '1 + 1',
    'Not taken over': '2',
    'Settled by staff': '3',
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each([
    ['usual', USUAL],
    ['many', MANY],
    ['full', FULL],
    ['long', LONG_NAMES],
  ])('a receipt of the %s image is one that main accepts', (_, change) => {
    expect(ReceiptTextSchema.safeParse(written(language, change)).success).toBe(true);
  });

  test.each([
    ['usual', USUAL, true],
    ['full', FULL, false],
  ])('the code of the %s image can be scanned, and says whether it is whole', (_, change, whole) => {
    const code = codeText(written(language, change));
    expect(code.whole).toBe(whole);
    expect(code.text).toContain('4417');
    // 93 modules on 92 mm of screen: an older phone still tells them apart
    expect(encode(code.text, { ecc: 'L', border: 0 }).size).toBeLessThanOrEqual(93);
  });
});
