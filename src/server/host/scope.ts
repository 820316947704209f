import { z } from 'zod';
import { type Criteria, CriteriaSchema } from '../images/select.ts';

const programmes = CriteriaSchema.shape.programmes.unwrap();

/** How much of the image a request is about: all of it, or the cells of these programmes. */
export const ScopeSchema = z.union([z.literal('whole'), z.strictObject({ programmes })]);
export type Scope = z.infer<typeof ScopeSchema>;

interface Scoped {
  readonly scope?: Scope | undefined;
  readonly criteria: Criteria;
}

export const scopeOf = ({ programmes: chosen }: Criteria): Scope =>
  chosen === undefined ? 'whole' : { programmes: chosen };

const named = (scope: Scope): string =>
  scope === 'whole' ? scope : JSON.stringify([...new Set(scope.programmes)].sort());

/** Whether `scope` and its older alias `criteria.programmes` say the same, as far as both are given. */
export const scopeAgrees = ({ scope, criteria }: Scoped): boolean =>
  scope === undefined || criteria.programmes === undefined || named(scope) === named(scopeOf(criteria));

/** The criteria with the scope in them, as requests are kept and served. */
export const scopedCriteria = ({ scope, criteria }: Scoped): Criteria =>
  scope === undefined || scope === 'whole' ? criteria : { ...criteria, programmes: scope.programmes };
