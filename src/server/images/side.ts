import { ok, type Result } from '../../shared/contract/result.ts';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import { sizeOf } from '../../shared/image/merge/size.ts';
import { MAX_IMAGE_BYTES } from '../../shared/image/model.ts';
import type { Trx } from '../store/store.ts';
import { keepImage } from './backups.ts';
import { chooseSide } from './choose-side.ts';
import { composeImage } from './compose.ts';
import type { ImageDeps } from './deps.ts';
import { fitImage } from './fit.ts';
import { compositionOf, type KeptChoice } from './kept.ts';
import { alreadyMade, catalogueOf, contentOf, describeChoice, markIncluded } from './making.ts';
import { holdBack } from './reserve.ts';
import { ledgerOf, lockHead, nextSequence, toBase64, toInstant } from './rows.ts';
import type { Answer, Body } from './service.ts';
import { seeOnToken } from './verify.ts';

const heldOf = ({ held = [] }: KeptChoice): Answer<'side'>['reserve'] =>
  held.map((transaction) => ({
    programme: transaction.programme,
    amount: -transaction.amount,
    transaction,
  }));

async function sideIn(deps: ImageDeps, trx: Trx, body: Body<'side'>): Promise<Result<Answer<'side'>>> {
  const { tokenId, generation, capacity, reserve } = body;
  await seeOnToken(deps, trx, tokenId, body.digest);
  const head = await lockHead(trx, tokenId);
  const choice = await chooseSide(deps, trx, body);
  if (!choice.ok) return choice;
  const { basis, selection } = choice.value;
  const now = deps.now();
  const catalogue = await catalogueOf(trx);
  const today = toInstant(now).slice(0, 10);
  const asked = [generation, capacity, reserve, selection.why, [...catalogue]];
  const composition = compositionOf.side(basis.digest, head.ledger_revision, today, asked);
  const before = await alreadyMade(trx, tokenId, composition, 0);
  if (before !== undefined) {
    const { image, digest, chosen, kept } = before;
    return ok({ image, digest, chosen, reserve: heldOf(kept) });
  }
  const sequence = nextSequence(head, basis.image.sequence);
  if (!sequence.ok) return sequence;
  const composed = composeImage({
    basis,
    newest: basis,
    programmes: undefined,
    ledger: await ledgerOf(trx, tokenId, basis.origin === 'recorded' ? undefined : basis.image.sequence),
    catalogue,
    sequence: sequence.value,
    generation,
    capturedAt: Math.floor(now / 1000),
    capacity: MAX_IMAGE_BYTES,
  });
  if (!composed.ok) return composed;
  const { image, held } = holdBack(composed.value.image, reserve, composition);
  // Whatever head it gets on the other device, the content fits there as it is.
  const fitted = fitImage(image, capacity, { sizeOf: (one) => sizeOf(contentOf(one)) });
  if (!fitted.ok) return fitted;
  const signed = signImage(fitted.value, deps.signer);
  const digest = digestOf(signed);
  const chosen = describeChoice(selection, composed.value.added.length);
  const kept: KeptChoice = { ...chosen, held: [...held] };
  await keepImage(deps, trx, {
    opened: { image: fitted.value, digest },
    signed,
    recordedAt: now,
    recordedBy: 'image-server',
    origin: 'composed',
    verified: false,
    composition,
    chosen: JSON.stringify(kept),
  });
  await markIncluded(trx, tokenId, sequence.value, composed.value.problems);
  return ok({ image: toBase64(signed), digest, chosen, reserve: heldOf(kept) });
}

/**
 * An input of a job: the device's image with all that its ledger knows, less the reserve. It is kept, but nobody
 * writes it to a token, so it never becomes a backup.
 */
export const side = (deps: ImageDeps, body: Body<'side'>): Promise<Result<Answer<'side'>>> =>
  deps.store.transact((trx) => sideIn(deps, trx, body));
