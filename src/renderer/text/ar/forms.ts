import type { PluralForms } from '../catalogue.ts';

/** Arabic's six forms; nothing at all is counted as many are. */
export const forms = (one: string, two: string, few: string, many: string): PluralForms => ({
  zero: many,
  one,
  two,
  few,
  many,
  other: many,
});
