import i18next, { type i18n } from 'i18next';
import { LANGUAGES, type Language } from '../../shared/contract/ipc.ts';
import { type TextKey, toResources } from './catalogue.ts';
import { CATALOGUES, LANGUAGE_TRAITS } from './languages.ts';

export type TextValues = Readonly<Record<string, string | number>>;
/** Says the text `key`; `count` chooses among plural forms, everything else is put in as it is. */
export type Translate = (key: TextKey, values?: TextValues) => string;

/** All languages are bundled, some 7 kB each when compressed: a kiosk changes language without loading anything. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  // initialised synchronously because the resources are here and no backend is used
  void instance.init({
    lng: language,
    fallbackLng: false,
    supportedLngs: [...LANGUAGES],
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    returnNull: false,
    interpolation: { escapeValue: false },
    resources: Object.fromEntries(
      LANGUAGES.map((language) => [language, { translation: toResources(CATALOGUES[language]) }]),
    ),
  });
  return instance;
}

/** Marks a value so that digits and Latin words keep their own direction inside Arabic (UAX #9, FSI and PDI). */
export const isolate = (language: Language, value: string): string =>
  LANGUAGE_TRAITS[language].direction === 'rtl' ? `\u2068${value}\u2069` : value;

export function translator(instance: i18n, language: Language): Translate {
  const fixed = instance.getFixedT(language);
  return (key, values = {}) =>
    fixed(
      key,
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? isolate(language, value) : value,
        ]),
      ),
    );
}
