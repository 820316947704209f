import { z } from 'zod';

/**
 * What may make room in an image that is too large, in the order in which it goes. Points, purses, coupons with
 * uses left, valid tickets, memberships, opt-outs and payloads that are not understood are not in this list,
 * so no table of rules can evict value.
 */
export const EVICTABLE = ['transactions', 'preferences', 'expired-tickets', 'used-coupons'] as const;
export type Evictable = (typeof EVICTABLE)[number];

/**
 * The conflict resolution rules, as the host serves them. Each kind names the rule that it is merged by; a name
 * that this version does not know fails to parse, so no kiosk ever applies a rule that it only half understands.
 */
export const MergeRulesSchema = z.object({
  version: z.literal(1),
  /** Raised by the host with each change of the table; it is in every report. */
  revision: z.number().int().nonnegative(),
  kinds: z.object({
    transactions: z.literal('union-by-terminal-and-counter'),
    points: z.literal('base-plus-union-of-deltas'),
    purse: z.literal('base-plus-union-of-deltas'),
    coupons: z.literal('fewest-uses-left'),
    ticket: z.literal('highest-version'),
    membership: z.literal('highest-version'),
    preferences: z.literal('newest-but-opt-out-wins'),
    opaque: z.literal('identical-or-conflict'),
  }),
  history: z.object({
    /**
     * An image lists at least so many of its latest transactions: a shorter list is its whole history. An issuer
     * whose slots hold fewer declares fewer.
     */
    listsAtLeast: z.number().int().nonnegative().max(1000),
    /** Seconds by which two terminals' clocks may differ; what happened closer together has no known order. */
    clocksWithin: z.number().int().nonnegative(),
  }),
  /** Priorities of eviction, first to last; what is not named stays. */
  evict: z.array(z.enum(EVICTABLE)).refine((list) => new Set(list).size === list.length, 'named twice'),
});
export type MergeRules = z.infer<typeof MergeRulesSchema>;
export type RuleName = MergeRules['kinds'][keyof MergeRules['kinds']];

export const DEFAULT_RULES: MergeRules = {
  version: 1,
  revision: 1,
  kinds: {
    transactions: 'union-by-terminal-and-counter',
    points: 'base-plus-union-of-deltas',
    purse: 'base-plus-union-of-deltas',
    coupons: 'fewest-uses-left',
    ticket: 'highest-version',
    membership: 'highest-version',
    preferences: 'newest-but-opt-out-wins',
    opaque: 'identical-or-conflict',
  },
  history: { listsAtLeast: 32, clocksWithin: 300 },
  evict: [...EVICTABLE],
};
