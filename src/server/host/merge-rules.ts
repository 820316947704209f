import { ok } from '../../shared/contract/result.ts';
import { DEFAULT_RULES, type MergeRules, MergeRulesSchema } from '../../shared/image/merge/rules.ts';
import { RECENT_TRANSACTIONS } from '../images/fit.ts';
import type { Store } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { type Outcome, refuse } from './refusal.ts';

/** The conflict resolution rules that are served: the latest that the back office set, else those of the design. */
export async function currentRules(store: Store): Promise<MergeRules> {
  const row = await store.db
    .selectFrom('merge_rules')
    .select('body')
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? DEFAULT_RULES : MergeRulesSchema.parse(JSON.parse(row.body));
}

/**
 * Sets the rules under the next revision. `rules.revision` names the one that they were made from, so that of two
 * changes at once the second is refused instead of undoing the first. The same rules again change nothing.
 */
export async function setRules(
  deps: HostDeps,
  changedBy: string,
  rules: MergeRules,
): Promise<Outcome<MergeRules>> {
  if (rules.history.listsAtLeast > RECENT_TRANSACTIONS)
    return refuse(
      'not-possible',
      'rules-not-kept',
      `Images made here list ${RECENT_TRANSACTIONS} transactions where there is room for no more: listsAtLeast cannot promise ${rules.history.listsAtLeast}.`,
    );
  const before = await currentRules(deps.store);
  if (JSON.stringify({ ...before, revision: 0 }) === JSON.stringify({ ...rules, revision: 0 }))
    return ok(before);
  const changed = { ...rules, revision: before.revision + 1 };
  const stored =
    rules.revision === before.revision
      ? await deps.store.db
          .insertInto('merge_rules')
          .values({
            revision: changed.revision,
            body: JSON.stringify(changed),
            changed_at: deps.now(),
            changed_by: changedBy,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('revision')
          .executeTakeFirst()
      : undefined;
  return stored === undefined
    ? refuse(
        'conflict',
        'rules-changed',
        `The rules have changed since revision ${rules.revision}. Read them again and repeat the change.`,
      )
    : ok(changed);
}
