import type { z } from 'zod';
import { toInstant } from '../images/rows.ts';
import { VisitSummarySchema } from './admin-contract.ts';
import type { HostDeps } from './deps.ts';
import type { VisitRow } from './visit-rows.ts';

type VisitSummary = z.infer<typeof VisitSummarySchema>;

function summaryOf(row: VisitRow): VisitSummary {
  const latest = row.image_answer ?? row.answer;
  const { decision = null, reason = null }: { decision?: unknown; reason?: unknown } =
    latest === null ? {} : JSON.parse(latest);
  return VisitSummarySchema.parse({
    visitId: row.visit_id,
    tokenId: row.token_id,
    kiosk: row.kiosk,
    openedAt: toInstant(row.opened_at),
    reference: row.reference,
    decision,
    reason,
    note: row.note,
    outcome: row.outcome,
    outcomeAt: row.outcome_at === null ? null : toInstant(row.outcome_at),
  });
}

export interface VisitFilter {
  readonly tokenId?: string | undefined;
  readonly reference?: string | undefined;
  readonly limit: number;
}

/** The latest visits first. */
export async function listVisits(deps: HostDeps, filter: VisitFilter): Promise<VisitSummary[]> {
  let query = deps.store.db.selectFrom('visits').selectAll();
  if (filter.tokenId !== undefined) query = query.where('token_id', '=', filter.tokenId);
  if (filter.reference !== undefined) query = query.where('reference', '=', filter.reference);
  const rows = await query.orderBy('opened_at', 'desc').orderBy('visit_id').limit(filter.limit).execute();
  return rows.map(summaryOf);
}
