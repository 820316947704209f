import { z } from 'zod';

export const CHOICES = ['keep-first', 'keep-second', 'keep-both'] as const;
export type Choice = (typeof CHOICES)[number];

/** What a person decided, by the id of the conflict. */
export const SettlementsSchema = z.record(z.string(), z.enum(CHOICES));
export type Settlements = Readonly<Record<string, Choice>>;

export const FATES = ['kept-from-first', 'kept-from-second', 'combined', 'dropped', 'conflict'] as const;
export type Fate = (typeof FATES)[number];

/** The rule that decided: one of the table's, or one of those that hold whatever the table says. */
export const RULES_APPLIED = [
  'union-by-terminal-and-counter',
  'base-plus-union-of-deltas',
  'fewest-uses-left',
  'highest-version',
  'newest-but-opt-out-wins',
  'identical-or-conflict',
  'expired',
  'only-one-side',
  'capacity',
  'settlement',
  'same-account',
] as const;
export type RuleApplied = (typeof RULES_APPLIED)[number];

export const REASONS = [
  'identical',
  'only-there',
  'not-there',
  'listed-by-both',
  'deltas-added',
  'entry-by-entry',
  'fewer-uses',
  'newer-version',
  'newer',
  'opt-out',
  'unchanged-on-other-side',
  'removed-on-other-side',
  'expired',
  'no-room',
  'older-than-list',
  'settled-otherwise',
  // what a person has to settle
  'body-differs',
  'waits-for-transaction',
  'histories-cut',
  'bases-differ',
  'out-of-range',
  'currency-differs',
  'same-version-differs',
  'changed-at-same-time',
  'bytes-differ',
  'removed-on-one-side',
  'account-differs',
  'too-many',
  'too-large',
] as const;
export type Reason = (typeof REASONS)[number];

const safe = z.number().int();
export const ReportEntrySchema = z.object({
  /** Stable: the same entry has the same id in every merge. Parts are separated by blanks, which no part has. */
  id: z.string(),
  entry: z.enum(['image', 'transaction', 'cell', 'attribute', 'coupon', 'preference']),
  programme: z.string().optional(),
  kind: z.string().optional(),
  /** The coupon, preference, attribute or transaction. */
  item: z.string().optional(),
  /** Which of the inputs holds it. */
  from: z.enum(['first', 'second', 'both']),
  fate: z.enum(FATES),
  rule: z.enum(RULES_APPLIED),
  reason: z.enum(REASONS),
  /** Minor units, points, uses or versions, where the entry is counted; `null` where it is not there. */
  values: z.object({ first: safe.nullable(), second: safe.nullable(), result: safe.nullable() }).optional(),
});
export type ReportEntry = z.infer<typeof ReportEntrySchema>;

export const ConflictSchema = ReportEntrySchema.pick({
  id: true,
  entry: true,
  programme: true,
  kind: true,
  item: true,
  reason: true,
  values: true,
}).extend({
  /** What a person may choose; nothing, when only the host can put it right. */
  choices: z.array(z.enum(CHOICES)),
});
export type Conflict = z.infer<typeof ConflictSchema>;

export const MergeReportSchema = z.object({
  rules: z.object({ version: z.number().int(), revision: z.number().int() }),
  today: z.iso.date(),
  /** Whether a base that both sides come from was used. */
  base: z.enum(['none', 'used', 'not-an-ancestor']),
  /** Ordered by id; every entry of either side is in it once, cells' heads and contents apart. */
  entries: z.array(ReportEntrySchema),
  /** What to look into, settled or not: one transaction with two bodies, a balance below zero. */
  flags: z.array(z.object({ flag: z.enum(['fraud', 'overdrawn']), id: z.string() })),
  settlementsUsed: z.array(z.string()),
  /** Settlements that met no conflict, or chose what it does not offer. */
  settlementsUnused: z.array(z.string()),
});
export type MergeReport = z.infer<typeof MergeReportSchema>;
