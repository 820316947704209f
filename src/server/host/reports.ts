import type { z } from 'zod';
import { ok } from '../../shared/contract/result.ts';
import {
  type BackupOffersSchema,
  isMissing,
  ReportedSchema,
  type ReportTokenSchema,
  TokenStatusSchema,
} from '../../shared/contract/transfer.ts';
import { toInstant } from '../images/rows.ts';
import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { block } from './found/block.ts';
import { lockToken, type TokenRow } from './lock.ts';
import { once, type RequestKey } from './once.ts';
import { imageRefusal, type Outcome, refuse, tokenUnknown } from './refusal.ts';

type ReportToken = z.infer<typeof ReportTokenSchema>;
type Reported = z.infer<typeof ReportedSchema>;

const reportedOf = (row: TokenRow): Reported => ({
  tokenId: row.token_id,
  status: TokenStatusSchema.parse(row.status),
  reportedAt: toInstant(row.reported_at ?? 0),
});

/** Why the report cannot be taken; `undefined` when it can. */
function objection(row: TokenRow, { report }: ReportToken) {
  if (row.status === 'superseded' || row.status === 'retired')
    return refuse(
      'conflict',
      'token-out-of-use',
      'This card or phone is out of use already. Nothing needs to be reported.',
    );
  if (isMissing(row.reported_as) && !isMissing(report))
    return refuse(
      'conflict',
      'reported-otherwise',
      `It was reported ${row.reported_as}. If it has turned up, the back office takes that report back first.`,
    );
  return undefined;
}

async function keepReport(
  trx: Trx,
  row: TokenRow,
  { kiosk, report, staff }: ReportToken,
  now: number,
): Promise<TokenRow> {
  if (isMissing(report)) await block(trx, row.token_id, `Reported ${report} at ${kiosk}`, now);
  // What was stolen is lost as well: of the two reports the graver one stays, whichever arrives first.
  if (row.reported_as === report || (row.reported_as === 'stolen' && report === 'lost')) return row;
  return await trx
    .updateTable('tokens')
    .set({
      // What is being upgraded works on until its successor is there.
      status: report === 'upgraded' ? row.status : report,
      reported_as: report,
      // A lost card that turns out to be stolen was out of its holder's hands from the first report on.
      reported_at: isMissing(row.reported_as) ? row.reported_at : now,
      reported_by: (staff === null ? kiosk : `${staff}@${kiosk}`).slice(0, 64),
    })
    .where('token_id', '=', row.token_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * `POST /v1/tokens/:id/report`: lost or stolen, it is refused everywhere from this moment. The same report again
 * keeps the instant of the first. Under the same key it has its effect once, so that one which arrives late does not
 * block a token that the back office has given back in the meantime.
 */
export async function reportToken(
  deps: HostDeps,
  tokenId: string,
  report: ReportToken,
  key: RequestKey | null = null,
): Promise<Outcome<Reported>> {
  const now = deps.now();
  return await deps.store.transact((trx) =>
    once(trx, { key, now, answer: ReportedSchema }, async () => {
      const row = await lockToken(trx, tokenId);
      if (row === undefined) return tokenUnknown(tokenId);
      const refused = objection(row, report);
      return refused ?? ok(reportedOf(await keepReport(trx, row, report, now)));
    }),
  );
}

/** `POST /v1/tokens/:id/backup-offers`: what staff may choose from for a replacement. */
export async function offerBackups(
  deps: HostDeps,
  tokenId: string,
): Promise<Outcome<z.infer<typeof BackupOffersSchema>>> {
  const row = await deps.store.transact((trx) => lockToken(trx, tokenId));
  if (row === undefined) return tokenUnknown(tokenId);
  const reportedAt = row.reported_at === null ? null : toInstant(row.reported_at);
  const offered = await deps.images.offers({ tokenId, reportedAt });
  return offered.ok ? ok({ tokenId, offers: offered.value.offers }) : imageRefusal(offered.failure);
}
