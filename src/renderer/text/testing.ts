import type { Language } from '../../shared/contract/ipc.ts';
import { formatFor } from './format.ts';
import { createI18n, translator } from './translate.ts';
import type { Text } from './use-text.ts';

/** Texts and formats as a component gets them. */
export const textIn = (language: Language): Text => ({
  language,
  t: translator(createI18n(language), language),
  format: formatFor(language),
});

/** No-break spaces and direction marks are part of how values are written; here they are left out. */
export const plain = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u2068\u2069\u200e\u200f\u061c]/g, '');
