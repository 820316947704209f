import type { en } from './en/index.ts';

/** One text in all the forms that a language counts with; `{{count}}` chooses, `{{n}}` is the number as written. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

type ShapeOf<T> = T extends string
  ? string
  : T extends { readonly other: string }
    ? PluralForms
    : { readonly [K in keyof T]: ShapeOf<T[K]> };

/** All texts of one language. English is the model: the compiler asks every language for the same keys. */
export type Catalogue = ShapeOf<typeof en>;

type PathsOf<T> = T extends string | { readonly other: string }
  ? never
  : {
      [K in keyof T & string]: T[K] extends string | { readonly other: string } ? K : `${K}.${PathsOf<T[K]>}`;
    }[keyof T & string];

/** The dotted name of a text. */
export type TextKey = PathsOf<typeof en>;

const isPlural = (value: object): value is PluralForms => 'other' in value;

/** The catalogue in i18next's flat form: `points_one`, `points_other`. */
export function toResources(tree: object, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'string') flat[key] = value;
    else if (isPlural(value)) {
      for (const [form, text] of Object.entries(value) as [string, string][]) flat[`${key}_${form}`] = text;
    } else Object.assign(flat, toResources(value, key));
  }
  return flat;
}
