import type { RuleApplied } from './report.ts';
import { type About, FATE_OF, type Merging, note, settle, type Three } from './state.ts';

export interface Versioned<T> {
  readonly version: number;
  readonly value: T;
}

type Picked<T> = { readonly value: T } | undefined;

/**
 * The value with the highest version that the issuer signed. With one version and two values, the side that
 * changed since the base; without one, a person decides. Idempotent and independent of order; of grouping too,
 * but for coupons' titles and the heads of cells, which go by the version of the whole cell: a merge raises that
 * to the highest of its cells, and the title that it kept rises with it.
 */
export function pickByVersion<T>(
  m: Merging,
  about: About,
  rule: RuleApplied,
  { base, first, second }: Three<Versioned<T>>,
  same: (a: T, b: T) => boolean,
): Picked<T> {
  const values = { first: first.version, second: second.version };
  const highest = Math.max(first.version, second.version);
  if (same(first.value, second.value)) {
    note(m, about, 'both', ['combined', rule, 'identical'], { ...values, result: highest });
    return { value: first.value };
  }
  const keep = (
    side: 'first' | 'second',
    by: RuleApplied,
    reason: 'newer-version' | 'unchanged-on-other-side',
  ) => {
    note(m, about, 'both', [`kept-from-${side}`, by, reason], { ...values, result: highest });
    return { value: side === 'first' ? first.value : second.value };
  };
  if (first.version !== second.version)
    return keep(first.version > second.version ? 'first' : 'second', rule, 'newer-version');
  if (base !== undefined && same(base.value, first.value))
    return keep('second', rule, 'unchanged-on-other-side');
  if (base !== undefined && same(base.value, second.value))
    return keep('first', rule, 'unchanged-on-other-side');
  const choice = settle(m, about, 'both', rule, 'same-version-differs', undefined, {
    ...values,
    result: null,
  });
  if (choice === undefined) return undefined;
  note(m, about, 'both', [FATE_OF[choice], 'settlement', 'same-version-differs'], {
    ...values,
    result: highest,
  });
  return { value: choice === 'keep-first' ? first.value : second.value };
}

/** The same for an attribute, of which the report says something only where the sides differ. */
export function pickAttribute<T extends string | undefined>(
  m: Merging,
  about: About,
  sides: Three<Versioned<T>>,
): Picked<T> {
  if (sides.first.value === sides.second.value) return { value: sides.first.value };
  return pickByVersion(m, about, 'highest-version', sides, (a, b) => a === b);
}
