import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import { mergeImages } from '../../shared/image/merge/merge.ts';
import type { ImageContent } from '../../shared/image/merge/state.ts';
import type { CardImage, Transaction } from '../../shared/image/model.ts';
import type { Trx } from '../store/store.ts';
import { keepImage } from './backups.ts';
import type { ImageDeps } from './deps.ts';
import { envelopeBytes, fitImage } from './fit.ts';
import { compositionOf, type KeptChoice, parseChoice } from './kept.ts';
import { alreadyMade, carriedImages, contentOf, type Known, openKept } from './making.ts';
import { backupsOf, lockHead, nextSequence, toBase64 } from './rows.ts';
import type { Answer, Body } from './service.ts';
import { lineOf } from './take-over.ts';
import { seeOnToken } from './verify.ts';

type Named = Body<'transfer'>['first'];
type Key = Pick<Transaction, 'terminal' | 'counter'>;

async function openNamed(deps: ImageDeps, trx: Trx, { tokenId, digest }: Named): Promise<Result<Known>> {
  const kept = (await backupsOf(trx, tokenId)).find((backup) => backup.digest === digest);
  if (kept === undefined)
    return fail(failure('action-not-possible', `The image ${digest} of the job is not kept here`));
  return await openKept(deps, trx, tokenId, kept);
}

interface Decided {
  readonly content: ImageContent;
  /** Transactions that a person left out of the balances. */
  readonly left: readonly Key[];
}

/** The content that the target gets: of the first device, or merged under the rules with the second's. */
function decide(
  body: Body<'transfer'>,
  sides: { readonly first: Known; readonly second?: Known | undefined; readonly base?: Known | undefined },
): Result<Decided> {
  const first = contentOf(sides.first.image);
  if (sides.second === undefined) return ok({ content: first, left: [] });
  const merged = mergeImages({
    base: sides.base === undefined ? undefined : contentOf(sides.base.image),
    first,
    second: contentOf(sides.second.image),
    rules: body.rules,
    today: body.today,
    settlements: body.settlements,
    capacity: body.capacity,
  });
  if (merged.status === 'conflicts') {
    const open = merged.conflicts.map(({ id }) => id).join(', ');
    return fail(failure('action-not-possible', `Settle these first: ${open}`));
  }
  const settled = new Set(
    merged.report.entries
      .filter((entry) => entry.entry === 'transaction' && entry.reason === 'settled-otherwise')
      .map((entry) => entry.item),
  );
  const left = [...first.transactions, ...sides.second.image.transactions]
    .filter((t) => settled.has(`${t.terminal} ${t.counter}`))
    .map(({ terminal, counter }) => ({ terminal, counter }));
  return ok({ content: merged.content, left });
}

async function openSides(deps: ImageDeps, trx: Trx, body: Body<'transfer'>) {
  const first = await openNamed(deps, trx, body.first);
  if (!first.ok) return first;
  const second = body.second === null ? ok(undefined) : await openNamed(deps, trx, body.second);
  if (!second.ok) return second;
  const base = body.base === null ? ok(undefined) : await openNamed(deps, trx, body.base);
  if (!base.ok) return base;
  // Only of images that were made here is it known which transactions they include.
  if (first.value.origin === 'recorded' || second.value?.origin === 'recorded')
    return fail(failure('action-not-possible', 'Bring both devices’ images up to date first'));
  return ok({ first: first.value, second: second.value, base: base.value });
}

async function chosenOf(trx: Trx, { tokenId, digest }: Named): Promise<KeptChoice> {
  const row = await trx
    .selectFrom('images')
    .select('chosen')
    .where('token_id', '=', tokenId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  const kept = parseChoice(row?.chosen ?? null);
  if (kept === undefined) throw new Error(`The image ${digest} was made here and does not say of what.`);
  return kept;
}

async function transferIn(
  deps: ImageDeps,
  trx: Trx,
  body: Body<'transfer'>,
): Promise<Result<Answer<'transfer'>>> {
  const { target, first, second, base } = body;
  const { tokenId } = target;
  await seeOnToken(deps, trx, tokenId, target.currentDigest);
  const head = await lockHead(trx, tokenId);
  const carried = await carriedImages(trx, target);
  const { currentDigest, inactiveDigest: _, afterSequence, ...identity } = target;
  const asked = [body.rules, body.today, body.capacity, Object.entries(body.settlements).sort()];
  const composition = compositionOf.transfer(body.jobId, body.source, identity, [first, second, base], asked);
  const before = await alreadyMade(trx, tokenId, composition, afterSequence);
  if (before !== undefined) {
    const { image, digest, sequence, chosen } = before;
    return ok({ image, digest, sequence, chosen, ...carried });
  }
  const sides = await openSides(deps, trx, body);
  if (!sides.ok) return sides;
  const decided = decide(body, sides.value);
  if (!decided.ok) return decided;
  const { content, left } = decided.value;
  const sequence = nextSequence(head, afterSequence);
  if (!sequence.ok) return sequence;
  const whole: CardImage = {
    ...content,
    tokenId,
    accountRef: target.accountRef,
    issuer: target.issuer,
    generation: target.generation,
    sequence: sequence.value,
    capturedAt: Math.floor(deps.now() / 1000),
    source: body.source,
    basedOn: first.digest,
  };
  // As many as were shown: what is written is what a person saw, unless this slot has less room.
  const fitted = fitImage(whole, target.slotSize - envelopeBytes(deps.signer.keyId), {
    recent: whole.transactions.length,
  });
  if (!fitted.ok) return fitted;
  const own = await lineOf(trx, tokenId);
  const line = new Set(await lineOf(trx, first.tokenId));
  const shared = second !== null || own.some((root) => line.has(root));
  if (second !== null) for (const root of await lineOf(trx, second.tokenId)) line.add(root);
  const { held: _held, ...source } = await chosenOf(trx, first);
  const chosen = { ...source, why: 'transferred' as const };
  const inputs = second === null ? [first] : [first, second];
  const kept: KeptChoice = {
    ...chosen,
    transfer: { inputs, line: [...line], shared, over: currentDigest, left: [...left] },
  };
  const signed = signImage(fitted.value, deps.signer);
  const digest = digestOf(signed);
  await keepImage(deps, trx, {
    opened: { image: fitted.value, digest },
    signed,
    recordedAt: deps.now(),
    recordedBy: 'image-server',
    origin: 'composed',
    verified: false,
    composition,
    chosen: JSON.stringify(kept),
  });
  return ok({ image: toBase64(signed), digest, sequence: sequence.value, chosen, ...carried });
}

/**
 * The image that a job writes to the target. The same question is answered with the same image. Nothing counts as
 * included before that image is seen on the target (take-over.ts).
 */
export const transfer = (deps: ImageDeps, body: Body<'transfer'>): Promise<Result<Answer<'transfer'>>> =>
  deps.store.transact((trx) => transferIn(deps, trx, body));
