import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import type { Trx } from '../store/store.ts';
import { keepImage } from './backups.ts';
import { composeImage } from './compose.ts';
import type { ImageDeps } from './deps.ts';
import { envelopeBytes } from './fit.ts';
import { compositionOf } from './kept.ts';
import { alreadyMade, carriedImages, catalogueOf, describeChoice, markIncluded, openKept } from './making.ts';
import { backupsOf, ledgerOf, lockHead, nextSequence, toBase64, toInstant } from './rows.ts';
import { selectBackup, sinceTransfer } from './select.ts';
import type { Answer, Body } from './service.ts';
import { seeOnToken } from './verify.ts';

async function composeIn(
  deps: ImageDeps,
  trx: Trx,
  body: Body<'compose'>,
): Promise<Result<Answer<'compose'>>> {
  const { tokenId } = body;
  await seeOnToken(deps, trx, tokenId, body.currentDigest);
  const head = await lockHead(trx, tokenId);
  const backups = sinceTransfer(await backupsOf(trx, tokenId));
  const selection = selectBackup(backups, body.criteria);
  const newestFacts = selectBackup(backups, {})?.backup;
  if (selection === undefined || newestFacts === undefined)
    return fail(failure('action-not-possible', 'No backup of this token fits the criteria'));
  const { backup } = selection;
  const carried = await carriedImages(trx, body);
  const now = deps.now();
  const catalogue = await catalogueOf(trx);
  // The day counts because coupons expire with it.
  const made = [backup.digest, newestFacts.digest, head.ledger_revision, toInstant(now).slice(0, 10)];
  const asked = [body.requestId, body.criteria, body.generation, body.slotSize, [...catalogue]];
  const composition = compositionOf.update(made, asked);
  const before = await alreadyMade(trx, tokenId, composition, body.afterSequence);
  if (before !== undefined) {
    const { image, digest, sequence, chosen } = before;
    return ok({ image, digest, sequence, chosen, ...carried });
  }
  const sequence = nextSequence(head, body.afterSequence);
  if (!sequence.ok) return sequence;
  const basis = await openKept(deps, trx, tokenId, backup);
  if (!basis.ok) return basis;
  const newest = await openKept(deps, trx, tokenId, newestFacts);
  if (!newest.ok) return newest;
  const ownNumbering = [basis.value, newest.value].every(({ origin }) => origin !== 'recorded');
  const oldest = Math.min(backup.sequence, newestFacts.sequence);
  const composed = composeImage({
    basis: basis.value,
    newest: newest.value,
    programmes: body.criteria.programmes,
    ledger: await ledgerOf(trx, tokenId, ownNumbering ? oldest : undefined),
    catalogue,
    sequence: sequence.value,
    generation: body.generation,
    capturedAt: Math.floor(now / 1000),
    capacity: body.slotSize - envelopeBytes(deps.signer.keyId),
  });
  if (!composed.ok) return composed;
  const { image, added, problems } = composed.value;
  const signed = signImage(image, deps.signer);
  const digest = digestOf(signed);
  const chosen = describeChoice(selection, added.length);
  await keepImage(deps, trx, {
    opened: { image, digest },
    signed,
    recordedAt: now,
    recordedBy: 'image-server',
    origin: 'composed',
    verified: false,
    composition,
    chosen: JSON.stringify(chosen),
  });
  await markIncluded(trx, tokenId, sequence.value, problems);
  return ok({ image: toBase64(signed), digest, sequence: sequence.value, chosen, ...carried });
}

/** Picks a backup, brings it up to date and signs it; the same again is answered with the same image. */
export const compose = (deps: ImageDeps, body: Body<'compose'>): Promise<Result<Answer<'compose'>>> =>
  deps.store.transact((trx) => composeIn(deps, trx, body));
