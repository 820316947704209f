import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, LanguageSchema } from '../../shared/contract/ipc.ts';
import { type Format, formatFor } from './format.ts';
import { type Translate, translator } from './translate.ts';

export interface Text {
  readonly language: Language;
  readonly t: Translate;
  readonly format: Format;
}

/** Texts and formats in the language that is chosen now. */
export function useText(): Text {
  const { i18n } = useTranslation();
  const language = LanguageSchema.parse(i18n.language);
  return useMemo(
    () => ({ language, t: translator(i18n, language), format: formatFor(language) }),
    [i18n, language],
  );
}
