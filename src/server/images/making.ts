import { ChosenBackupSchema } from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { type CouponCatalogue, couponKey, type Problematic } from '../../shared/image/apply.ts';
import { openImage } from '../../shared/image/envelope.ts';
import type { ImageContent } from '../../shared/image/merge/state.ts';
import type { CardImage } from '../../shared/image/model.ts';
import type { Trx } from '../store/store.ts';
import type { ImageDeps } from './deps.ts';
import type { KnownImage } from './inclusion.ts';
import { parseChoice } from './kept.ts';
import { signedImage, toBase64, toInstant } from './rows.ts';
import type { BackupFacts, Selection } from './select.ts';

export type Known = KnownImage & { readonly digest: string };

/** The kept image, if its signature is trusted still. */
export async function openKept(
  deps: ImageDeps,
  trx: Trx,
  tokenId: string,
  backup: BackupFacts,
): Promise<Result<Known>> {
  const signed = await signedImage(trx, tokenId, backup.digest);
  if (signed === undefined) throw new Error(`The image ${backup.digest} is listed and is not there.`);
  const opened = openImage(signed, deps.trusted);
  return opened.ok ? ok({ ...opened.value, origin: backup.origin }) : opened;
}

export async function catalogueOf(trx: Trx): Promise<CouponCatalogue> {
  const rows = await trx.selectFrom('coupon_catalogue').selectAll().execute();
  return new Map(
    rows.map((row) => [
      couponKey(row.programme, row.item),
      { title: row.title, ...(row.expires_on === null ? {} : { expiresOn: row.expires_on }) },
    ]),
  );
}

/** From now on every image that is made includes them, but for those that could not be applied. */
export async function markIncluded(
  trx: Trx,
  tokenId: string,
  sequence: number,
  problems: readonly Problematic[],
): Promise<void> {
  for (const { transaction, problem } of problems)
    await trx
      .updateTable('ledger')
      .set({ problem })
      .where('token_id', '=', tokenId)
      .where('terminal', '=', transaction.terminal)
      .where('counter', '=', transaction.counter)
      .where('included_sequence', 'is', null)
      .execute();
  const unapplied = problems.map((p) => [p.transaction.terminal, p.transaction.counter] as const);
  await trx
    .updateTable('ledger')
    .set({ included_sequence: sequence, problem: null })
    .where('token_id', '=', tokenId)
    .where('included_sequence', 'is', null)
    .where((eb) =>
      eb.and(
        unapplied.map(([terminal, counter]) =>
          eb.not(eb.and([eb('terminal', '=', terminal), eb('counter', '=', counter)])),
        ),
      ),
    )
    .execute();
}

/** The image that the same question was answered with, if it would still be new to the token. */
export async function alreadyMade(trx: Trx, tokenId: string, composition: string, afterSequence: number) {
  const row = await trx
    .selectFrom('images')
    .select(['signed', 'digest', 'sequence', 'chosen'])
    .where('token_id', '=', tokenId)
    .where('composition', '=', composition)
    .where('sequence', '>', afterSequence)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const kept = parseChoice(row.chosen);
  if (kept === undefined) throw new Error(`The image ${row.digest} was made here and does not say of what.`);
  return {
    image: toBase64(row.signed),
    digest: row.digest,
    sequence: row.sequence,
    chosen: ChosenBackupSchema.parse(kept),
    kept,
  };
}

/** What the token is known to carry, for the kiosk to compare with. */
export async function carriedImages(
  trx: Trx,
  body: {
    readonly tokenId: string;
    readonly currentDigest: string | null;
    readonly inactiveDigest: string | null;
  },
) {
  const known = async (digest: string | null) => {
    const signed = digest === null ? undefined : await signedImage(trx, body.tokenId, digest);
    return signed === undefined ? null : toBase64(signed);
  };
  return { currentImage: await known(body.currentDigest), inactiveImage: await known(body.inactiveDigest) };
}

export const describeChoice = (
  { backup, why }: { readonly backup: BackupFacts; readonly why: Selection<BackupFacts>['why'] | 'chosen' },
  transactionsAdded: number,
) => ({
  backupId: backup.backupId,
  sequence: backup.sequence,
  capturedAt: toInstant(backup.capturedAt * 1000),
  recordedBy: backup.recordedBy,
  verified: backup.verified,
  why,
  transactionsAdded,
});

/** The part of an image that another device can have as well. */
export const contentOf = (image: CardImage): ImageContent => ({
  format: image.format,
  accountRef: image.accountRef,
  issuer: image.issuer,
  watermark: image.watermark,
  cells: image.cells,
  transactions: image.transactions,
});
