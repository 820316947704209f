import type { Language } from '../../shared/contract/ipc.ts';
import { ar } from './ar/index.ts';
import type { Catalogue } from './catalogue.ts';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { es } from './es/index.ts';
import { fr } from './fr/index.ts';
import { tr } from './tr/index.ts';
import { zh } from './zh/index.ts';

interface LanguageTraits {
  /** Its own name for itself. */
  readonly name: string;
  /** For `lang` and Intl. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
}

export const LANGUAGE_TRAITS: Record<Language, LanguageTraits> = {
  en: { name: 'English', tag: 'en', direction: 'ltr' },
  de: { name: 'Deutsch', tag: 'de', direction: 'ltr' },
  fr: { name: 'Français', tag: 'fr', direction: 'ltr' },
  es: { name: 'Español', tag: 'es', direction: 'ltr' },
  tr: { name: 'Türkçe', tag: 'tr', direction: 'ltr' },
  ar: { name: 'العربية', tag: 'ar', direction: 'rtl' },
  zh: { name: '简体中文', tag: 'zh-Hans', direction: 'ltr' },
};

/** Intl's locale: international English, and Arabic with the digits that the prices on the shelf have. */
export function localeOf(language: Language): string {
  if (language === 'en') return 'en-GB';
  return language === 'ar' ? 'ar-u-nu-latn' : LANGUAGE_TRAITS[language].tag;
}

export const CATALOGUES: Record<Language, Catalogue> = { en, de, fr, es, tr, ar, zh };
