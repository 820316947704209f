import { createHash } from 'node:crypto';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { mergeRecent, sortCells, watermarkOf } from '../../shared/image/canonical.ts';
import { digestOf, type OpenedImage, openImage, signImage } from '../../shared/image/envelope.ts';
import { type CardImage, IMAGE_FORMAT } from '../../shared/image/model.ts';
import type { Trx } from '../store/store.ts';
import { cellFromJson } from './cell-json.ts';
import type { ImageDeps } from './deps.ts';
import { envelopeBytes, fitImage } from './fit.ts';
import { postToLedger } from './ledger.ts';
import {
  backupOf,
  backupsOf,
  describeBackup,
  fromBase64,
  lockHead,
  raiseSequence,
  toBase64,
} from './rows.ts';
import type { BackupFacts } from './select.ts';
import type { Answer, Backup, Body } from './service.ts';
import { verify } from './verify.ts';

export interface NewImage {
  readonly opened: Pick<OpenedImage, 'image' | 'digest'>;
  readonly signed: Uint8Array;
  readonly recordedAt: number;
  readonly recordedBy: string;
  readonly origin: BackupFacts['origin'];
  readonly verified: boolean;
  readonly composition?: string;
  readonly chosen?: string;
}

/** Keeps the image; one that is there already stays, and becomes verified if the new one is. */
export async function keepImage(deps: ImageDeps, trx: Trx, n: NewImage): Promise<Backup> {
  const { image, digest } = n.opened;
  await trx
    .insertInto('images')
    .values({
      token_id: image.tokenId,
      digest,
      image_id: `${image.tokenId}-${image.sequence}-${digest.slice(0, 8)}`,
      sequence: image.sequence,
      generation: image.generation,
      captured_at: image.capturedAt,
      recorded_at: n.recordedAt,
      recorded_by: n.recordedBy,
      origin: n.origin,
      verified: n.verified ? 1 : 0,
      composition: n.composition ?? null,
      chosen: n.chosen ?? null,
      signed: n.signed,
    })
    .onConflict((conflict) => conflict.columns(['token_id', 'digest']).doNothing())
    .execute();
  if (n.verified) await verify(deps, trx, image.tokenId, digest);
  await raiseSequence(trx, image.tokenId, image.sequence);
  const kept = (await backupsOf(trx, image.tokenId)).find((backup) => backup.digest === digest);
  if (kept === undefined) throw new Error(`The image ${digest} was stored and is not there.`);
  return describeBackup(kept);
}

/** The first image, when the same one was asked for before. */
async function issuedBefore(
  trx: Trx,
  tokenId: string,
  composition: string,
): Promise<Answer<'issue'> | undefined> {
  const row = await trx
    .selectFrom('images')
    .selectAll()
    .where('token_id', '=', tokenId)
    .where('composition', '=', composition)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { image: toBase64(row.signed), backup: describeBackup(backupOf(row)) };
}

/** Makes and signs a token's first image. Asked again for the same, it answers with the same image. */
export async function issue(deps: ImageDeps, body: Body<'issue'>): Promise<Result<Answer<'issue'>>> {
  const now = deps.now();
  const image: CardImage = {
    format: IMAGE_FORMAT,
    tokenId: body.tokenId,
    accountRef: body.accountRef,
    issuer: body.issuer,
    generation: body.generation,
    sequence: 1,
    capturedAt: Math.floor(now / 1000),
    source: 'issued',
    watermark: watermarkOf([], body.transactions),
    cells: sortCells(body.cells.map(cellFromJson)),
    transactions: mergeRecent(body.transactions),
  };
  const fitted = fitImage(image, body.slotSize - envelopeBytes(deps.signer.keyId));
  if (!fitted.ok) return fitted;
  const signed = signImage(fitted.value, deps.signer);
  const composition = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return await deps.store.transact(async (trx) => {
    const head = await lockHead(trx, body.tokenId);
    const before = await issuedBefore(trx, body.tokenId, composition);
    if (before !== undefined) return ok(before);
    if (head.highest_sequence > 0)
      return fail(
        failure('action-not-possible', `Token ${body.tokenId} has images already; request an update`),
      );
    const backup = await keepImage(deps, trx, {
      opened: { image: fitted.value, digest: digestOf(signed) },
      signed,
      recordedAt: now,
      recordedBy: body.recordedBy,
      origin: 'issued',
      verified: body.verified,
      composition,
    });
    await postToLedger(trx, body.tokenId, body.transactions, {
      postedAt: now,
      postedBy: body.recordedBy,
      includedSequence: image.sequence,
    });
    return ok({ image: toBase64(signed), backup });
  });
}

export async function record(deps: ImageDeps, body: Body<'record'>): Promise<Result<Answer<'record'>>> {
  const signed = fromBase64(body.image);
  const opened = openImage(signed, deps.trusted);
  if (!opened.ok) return opened;
  const { image } = opened.value;
  if (image.tokenId !== body.tokenId)
    return fail(failure('image-token-wrong', `image of the token ending ${image.tokenId.slice(-4)}`));
  const now = deps.now();
  const backup = await deps.store.transact(async (trx) => {
    await lockHead(trx, body.tokenId);
    const kept = await keepImage(deps, trx, {
      opened: opened.value,
      signed,
      recordedAt: now,
      recordedBy: body.recordedBy,
      origin: 'recorded',
      verified: body.verified,
    });
    // What it lists happened, whatever is restored later.
    const posting = { postedAt: now, postedBy: body.recordedBy, includedSequence: null };
    await postToLedger(trx, body.tokenId, image.transactions, posting);
    return kept;
  });
  return ok({ backup });
}

export async function confirm(deps: ImageDeps, body: Body<'confirm'>): Promise<Result<Answer<'confirm'>>> {
  const known = await deps.store.transact(async (trx) => {
    await lockHead(trx, body.tokenId);
    return await verify(deps, trx, body.tokenId, body.digest);
  });
  return ok({ known });
}

export async function listBackups(
  deps: ImageDeps,
  body: Body<'backups'>,
): Promise<Result<Answer<'backups'>>> {
  const backups = await deps.store.transact((trx) => backupsOf(trx, body.tokenId));
  return ok({ backups: backups.map(describeBackup) });
}
