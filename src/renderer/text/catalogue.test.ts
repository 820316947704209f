import { describe, expect, test } from 'vitest';
import { FAILURE_CODES } from '../../shared/contract/failure.ts';
import { REFUSE_REASONS } from '../../shared/contract/host.ts';
import { LANGUAGES, type Language } from '../../shared/contract/ipc.ts';
import { TRANSFER_REFUSALS } from '../../shared/contract/transfer.ts';
import { toResources } from './catalogue.ts';
import { TROUBLE_OF } from './failures.ts';
import { CATALOGUES, LANGUAGE_TRAITS, localeOf } from './languages.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const keysOf = (language: Language): readonly string[] => [
  ...new Set(Object.keys(toResources(CATALOGUES[language])).map((key) => key.replace(PLURAL, ''))),
];
const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

/** Plural texts of one language: name, then form, then text. */
function pluralsOf(language: Language): Map<string, Map<string, string>> {
  const plurals = new Map<string, Map<string, string>>();
  for (const [key, text] of Object.entries(toResources(CATALOGUES[language]))) {
    const form = PLURAL.exec(key)?.[1];
    if (form === undefined) continue;
    const name = key.replace(PLURAL, '');
    plurals.set(name, (plurals.get(name) ?? new Map()).set(form, text));
  }
  return plurals;
}

const MODEL = toResources(CATALOGUES.en);

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const flat = toResources(CATALOGUES[language]);

  test('has the texts that English has, and no other', () => {
    expect([...keysOf(language)].sort()).toEqual([...keysOf('en')].sort());
  });

  test('leaves no text empty or with a space at its ends', () => {
    expect(Object.entries(flat).filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });

  test('puts in the values that English puts in', () => {
    const counted = pluralsOf(language);
    const unlike = Object.entries(flat).filter(([key, text]) => {
      const name = key.replace(PLURAL, '');
      const form = PLURAL.exec(key)?.[1];
      const model = placeholdersIn(MODEL[key] ?? MODEL[`${name}_other`] ?? '');
      const here = placeholdersIn(text);
      // a noun may carry one and two in itself; then the figure is left out
      if (counted.has(name) && (form === 'one' || form === 'two') && here.length === 0) return false;
      return here.join() !== model.join();
    });
    expect(unlike).toEqual([]);
  });

  test('has exactly the plural forms that the language counts with', () => {
    const categories = new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories;
    for (const [name, forms] of pluralsOf(language)) {
      expect([...forms.keys()].sort(), name).toEqual([...categories].sort());
    }
  });

  test('tells customers and staff about every failure, and customers about every refusal', () => {
    const { staff, trouble, refused } = CATALOGUES[language];
    for (const code of FAILURE_CODES) {
      expect(staff[code], code).toMatch(/\S/);
      expect(Object.values(trouble[TROUBLE_OF[code]]), code).toHaveLength(4);
    }
    for (const reason of [
      ...REFUSE_REASONS,
      ...TRANSFER_REFUSALS,
      'settle-at-desk',
      'token-damaged',
      'set-aside',
    ] as const) {
      expect(Object.values(refused[reason]), reason).toHaveLength(6);
    }
  });

  test('is not English under another name', () => {
    if (language === 'en') return;
    const sentences = Object.entries(flat).filter(([, text]) => text.includes(' ') && text.length > 20);
    expect(sentences.filter(([key, text]) => MODEL[key] === text)).toEqual([]);
  });
});

test('every language says its own name, and only Arabic runs from the right', () => {
  expect(new Set(LANGUAGES.map((language) => LANGUAGE_TRAITS[language].name)).size).toBe(LANGUAGES.length);
  expect(LANGUAGES.filter((language) => LANGUAGE_TRAITS[language].direction === 'rtl')).toEqual(['ar']);
});
