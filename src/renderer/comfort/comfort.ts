import type { Language } from '../../shared/contract/ipc.ts';

export const THEMES = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = [1, 1.15, 1.3, 1.5] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** What a person set for the time of their visit. Nothing of it stays. */
export interface Comfort {
  readonly language: Language;
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly lowered: boolean;
  /** Every screen is also spoken. */
  readonly listening: boolean;
}

export type ComfortChange =
  | { readonly set: 'language'; readonly language: Language }
  | { readonly set: 'text-size' }
  | { readonly set: 'theme' }
  | { readonly set: 'lowered' }
  | { readonly set: 'listening' }
  | { readonly set: 'defaults'; readonly defaults: Comfort };

/** The value after `value` in a ring of values. */
function after<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? value;
}

export function changeComfort(comfort: Comfort, change: ComfortChange): Comfort {
  switch (change.set) {
    case 'language':
      return { ...comfort, language: change.language };
    case 'text-size':
      return { ...comfort, textSize: after(TEXT_SIZES, comfort.textSize) };
    case 'theme':
      return { ...comfort, theme: after(THEMES, comfort.theme) };
    case 'lowered':
      return { ...comfort, lowered: !comfort.lowered };
    case 'listening':
      return { ...comfort, listening: !comfort.listening };
    case 'defaults':
      return change.defaults;
  }
}
