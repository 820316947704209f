import type { Trx } from '../store/store.ts';
import type { ImageDeps } from './deps.ts';
import { isSide, isTransfer, parseChoice } from './kept.ts';
import { lockHead } from './rows.ts';
import { takeOver } from './take-over.ts';

async function imageRow(trx: Trx, tokenId: string, digest: string) {
  return await trx
    .selectFrom('images')
    .select(['sequence', 'verified', 'composition', 'chosen'])
    .where('token_id', '=', tokenId)
    .where('digest', '=', digest)
    .executeTakeFirst();
}

/** Whether an image that was made here later is on the token already, so that this one has come and gone. */
async function overtaken(trx: Trx, tokenId: string, sequence: number): Promise<boolean> {
  const later = await trx
    .selectFrom('images')
    .select('digest')
    .where('token_id', '=', tokenId)
    .where('sequence', '>', sequence)
    .where('verified', '=', 1)
    .where('origin', '=', 'composed')
    .executeTakeFirst();
  return later !== undefined;
}

/**
 * The image is known to be on its token. The first time, one that came from another device brings the transactions
 * along that it includes. The caller holds the token's lock. False for an image that is not kept here.
 */
export async function verify(deps: ImageDeps, trx: Trx, tokenId: string, digest: string): Promise<boolean> {
  const row = await imageRow(trx, tokenId, digest);
  if (row === undefined) return false;
  if (row.verified === 1 || isSide(row.composition)) return true;
  const { transfer } = parseChoice(row.chosen) ?? {};
  if (transfer !== undefined && (await overtaken(trx, tokenId, row.sequence))) return true;
  await trx
    .updateTable('images')
    .set({ verified: 1 })
    .where('token_id', '=', tokenId)
    .where('digest', '=', digest)
    .execute();
  if (transfer !== undefined) await takeOver(deps, trx, { tokenId, sequence: row.sequence, transfer });
  return true;
}

/**
 * A token's EF.COMMIT names an image only after its slot was read back. So a transfer whose confirmation has not
 * arrived yet counts from the moment its token shows it: everything older began with other content.
 */
export async function seeOnToken(
  deps: ImageDeps,
  trx: Trx,
  tokenId: string,
  digest: string | null,
): Promise<void> {
  if (digest === null) return;
  const row = await imageRow(trx, tokenId, digest);
  if (row === undefined || row.verified === 1 || !isTransfer(row.composition)) return;
  await lockHead(trx, tokenId);
  await verify(deps, trx, tokenId, digest);
}
