import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { ok } from '../../shared/contract/result.ts';
import type { VisitsTable } from '../store/schema.ts';
import type { Trx } from '../store/store.ts';
import { type Outcome, refuse } from './refusal.ts';

export type VisitRow = Selectable<VisitsTable>;

/** What is printed on the customer's slip, and what staff look a visit up by. */
export const referenceOf = (visitId: string): string => `R-${visitId.slice(0, 8).toUpperCase()}`;

/** The digest by which the same request is known again. Parsed bodies have their keys in the schema's order. */
export const hashOf = (body: unknown): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');

/** Which token the visit is about, or nothing while nobody has told of it. */
export async function tokenOfVisit(trx: Trx, visitId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('visit_directory')
    .select('token_id')
    .where('visit_id', '=', visitId)
    .executeTakeFirst();
  return row?.token_id;
}

export async function visitRow(trx: Trx, tokenId: string, visitId: string): Promise<VisitRow | undefined> {
  return await trx
    .selectFrom('visits')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where('visit_id', '=', visitId)
    .executeTakeFirst();
}

export interface VisitKey {
  readonly visitId: string;
  readonly tokenId: string;
  readonly kiosk: string;
}

const belongsToAnother = (visitId: string): Outcome<never> =>
  refuse(
    'conflict',
    'visit-conflict',
    `Visit ${visitId} belongs to another token or kiosk. Use a new id for each visit.`,
  );

/** Refuses what `claimVisit` would refuse, and makes nothing. */
export async function checkVisit(trx: Trx, { visitId, tokenId, kiosk }: VisitKey): Promise<Outcome<null>> {
  if ((await tokenOfVisit(trx, visitId)) === undefined) return ok(null);
  const row = await visitRow(trx, tokenId, visitId);
  return row?.kiosk === kiosk ? ok(null) : belongsToAnother(visitId);
}

/** The visit's row, made if this is the first word of it. Refuses an id that belongs to another token or kiosk. */
export async function claimVisit(trx: Trx, key: VisitKey, openedAt: number): Promise<Outcome<VisitRow>> {
  const { visitId, tokenId, kiosk } = key;
  await trx
    .insertInto('visit_directory')
    .values({ visit_id: visitId, token_id: tokenId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const owner = await tokenOfVisit(trx, visitId);
  if (owner === tokenId)
    await trx
      .insertInto('visits')
      .values({
        token_id: tokenId,
        visit_id: visitId,
        kiosk,
        opened_at: openedAt,
        heard_at: openedAt,
        reference: referenceOf(visitId),
        outcome_revision: 0,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const row = await visitRow(trx, tokenId, visitId);
  return row?.kiosk === kiosk ? ok(row) : belongsToAnother(visitId);
}
