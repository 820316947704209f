import { createHash } from 'node:crypto';
import { failure } from '../../shared/contract/failure.ts';
import { ChosenBackupSchema } from '../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { type CouponCatalogue, couponKey, type Problematic } from '../../shared/image/apply.ts';
import { digestOf, openImage, signImage } from '../../shared/image/envelope.ts';
import type { Trx } from '../store/store.ts';
import { keepImage } from './backups.ts';
import { composeImage } from './compose.ts';
import type { ImageDeps } from './deps.ts';
import { envelopeBytes } from './fit.ts';
import type { KnownImage } from './inclusion.ts';
import { backupsOf, ledgerOf, lockHead, signedImage, toBase64, toInstant } from './rows.ts';
import { type BackupFacts, selectBackup } from './select.ts';
import type { Answer, Body } from './service.ts';

type Known = KnownImage & { readonly digest: string };

async function open(deps: ImageDeps, trx: Trx, tokenId: string, backup: BackupFacts): Promise<Result<Known>> {
  const signed = await signedImage(trx, tokenId, backup.digest);
  if (signed === undefined) throw new Error(`The image ${backup.digest} is listed and is not there.`);
  const opened = openImage(signed, deps.trusted);
  return opened.ok ? ok({ ...opened.value, origin: backup.origin }) : opened;
}

async function catalogueOf(trx: Trx): Promise<CouponCatalogue> {
  const rows = await trx.selectFrom('coupon_catalogue').selectAll().execute();
  return new Map(
    rows.map((row) => [
      couponKey(row.programme, row.item),
      { title: row.title, ...(row.expires_on === null ? {} : { expiresOn: row.expires_on }) },
    ]),
  );
}

/** From now on every image that is made includes them, but for those that could not be applied. */
async function markIncluded(
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

async function alreadyComposed(trx: Trx, body: Body<'compose'>, composition: string) {
  return await trx
    .selectFrom('images')
    .select(['signed', 'digest', 'sequence', 'chosen'])
    .where('token_id', '=', body.tokenId)
    .where('composition', '=', composition)
    .where('sequence', '>', body.afterSequence)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
}

const base64OrNull = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : toBase64(bytes));

async function composeIn(
  deps: ImageDeps,
  trx: Trx,
  body: Body<'compose'>,
): Promise<Result<Answer<'compose'>>> {
  const { tokenId } = body;
  const head = await lockHead(trx, tokenId);
  const backups = await backupsOf(trx, tokenId);
  const selection = selectBackup(backups, body.criteria);
  const newestFacts = selectBackup(backups, {})?.backup;
  if (selection === undefined || newestFacts === undefined)
    return fail(failure('action-not-possible', 'No backup of this token fits the criteria'));
  const { backup, why } = selection;
  const known = async (digest: string | null) =>
    digest === null ? null : base64OrNull(await signedImage(trx, tokenId, digest));
  const carried = {
    currentImage: await known(body.currentDigest),
    inactiveImage: await known(body.inactiveDigest),
  };
  const now = deps.now();
  const catalogue = await catalogueOf(trx);
  // The day counts because coupons expire with it.
  const made = [backup.digest, newestFacts.digest, head.ledger_revision, toInstant(now).slice(0, 10)];
  const asked = [body.requestId, body.criteria, body.generation, body.slotSize, [...catalogue]];
  const composition = createHash('sha256')
    .update(JSON.stringify([made, asked]))
    .digest('hex');
  const before = await alreadyComposed(trx, body, composition);
  if (before !== undefined)
    return ok({
      image: toBase64(before.signed),
      digest: before.digest,
      sequence: before.sequence,
      chosen: ChosenBackupSchema.parse(JSON.parse(before.chosen ?? 'null')),
      ...carried,
    });
  const sequence = Math.max(head.highest_sequence, body.afterSequence) + 1;
  if (sequence > 0xffff_ffff)
    return fail(failure('image-sequence-old', 'The token has used up its sequences'));
  const basis = await open(deps, trx, tokenId, backup);
  if (!basis.ok) return basis;
  const newest = await open(deps, trx, tokenId, newestFacts);
  if (!newest.ok) return newest;
  const ownNumbering = [basis.value, newest.value].every(({ origin }) => origin !== 'recorded');
  const oldest = Math.min(backup.sequence, newestFacts.sequence);
  const composed = composeImage({
    basis: basis.value,
    newest: newest.value,
    programmes: body.criteria.programmes,
    ledger: await ledgerOf(trx, tokenId, ownNumbering ? oldest : undefined),
    catalogue,
    sequence,
    generation: body.generation,
    capturedAt: Math.floor(now / 1000),
    capacity: body.slotSize - envelopeBytes(deps.signer.keyId),
  });
  if (!composed.ok) return composed;
  const { image, added, problems } = composed.value;
  const signed = signImage(image, deps.signer);
  const digest = digestOf(signed);
  const chosen = {
    backupId: backup.backupId,
    sequence: backup.sequence,
    capturedAt: toInstant(backup.capturedAt * 1000),
    recordedBy: backup.recordedBy,
    verified: backup.verified,
    why,
    transactionsAdded: added.length,
  };
  await keepImage(trx, {
    opened: { image, digest },
    signed,
    recordedAt: now,
    recordedBy: 'image-server',
    origin: 'composed',
    verified: false,
    composition,
    chosen: JSON.stringify(chosen),
  });
  await markIncluded(trx, tokenId, sequence, problems);
  return ok({ image: toBase64(signed), digest, sequence, chosen, ...carried });
}

/** Picks a backup, brings it up to date and signs it; the same again is answered with the same image. */
export const compose = (deps: ImageDeps, body: Body<'compose'>): Promise<Result<Answer<'compose'>>> =>
  deps.store.transact((trx) => composeIn(deps, trx, body));
