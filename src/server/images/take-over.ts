import type { Selectable } from 'kysely';
import { transactionKey } from '../../shared/image/canonical.ts';
import { openImage } from '../../shared/image/envelope.ts';
import type { LedgerTable } from '../store/schema.ts';
import type { Trx } from '../store/store.ts';
import type { ImageDeps } from './deps.ts';
import { includes, type KnownImage, SETTLED } from './inclusion.ts';
import { parseChoice, type Transfer } from './kept.ts';
import { postToLedger } from './ledger.ts';
import { backupsOf, entryOf, signedImage } from './rows.ts';

type Row = Selectable<LedgerTable>;
type Key = Pick<Row, 'terminal' | 'counter'>;

const rowsOf = (trx: Trx, tokenId: string): Promise<Row[]> =>
  trx.selectFrom('ledger').selectAll().where('token_id', '=', tokenId).execute();

/** What the content includes: of each input what is marked up to its sequence, and what was held back in it. */
async function contentOf(trx: Trx, { inputs }: Transfer) {
  const rows = new Map<string, Row>();
  const held = [];
  for (const { tokenId, digest } of inputs) {
    const input = await trx
      .selectFrom('images')
      .select(['sequence', 'chosen'])
      .where('token_id', '=', tokenId)
      .where('digest', '=', digest)
      .executeTakeFirstOrThrow();
    held.push(...(parseChoice(input.chosen)?.held ?? []));
    for (const row of await rowsOf(trx, tokenId)) {
      const marked = row.included_sequence;
      if (marked === null || marked === SETTLED || marked > input.sequence) continue;
      const key = transactionKey(row);
      if (!rows.has(key)) rows.set(key, row);
    }
  }
  return { rows, held };
}

/** The image that the target carried, as far as it is known. */
async function carriedImage(
  deps: ImageDeps,
  trx: Trx,
  tokenId: string,
  digest: string | null,
): Promise<KnownImage | undefined> {
  const facts = (await backupsOf(trx, tokenId)).find((backup) => backup.digest === digest);
  const signed = facts === undefined ? undefined : await signedImage(trx, tokenId, facts.digest);
  const opened = signed === undefined ? undefined : openImage(signed, deps.trusted);
  return facts === undefined || opened?.ok !== true
    ? undefined
    : { image: opened.value.image, origin: facts.origin };
}

async function mark(trx: Trx, tokenId: string, { terminal, counter }: Key, sequence: number | null) {
  await trx
    .updateTable('ledger')
    .set({ included_sequence: sequence, problem: null })
    .where('token_id', '=', tokenId)
    .where('terminal', '=', terminal)
    .where('counter', '=', counter)
    .execute();
}

const BATCH = 500;
async function insertAll(trx: Trx, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH)
    await trx
      .insertInto('ledger')
      .values(rows.slice(from, from + BATCH))
      .execute();
}

export interface Arrived {
  readonly tokenId: string;
  readonly sequence: number;
  readonly transfer: Transfer;
}

/**
 * The target's ledger as it is once the transfer is on the target: its image includes exactly the transactions that
 * are marked with its sequence or a lower one. It is done when the image is seen there, never before: one that is
 * not written leaves no trace. Images from before are no basis any more, so what they include need not be kept.
 *
 * - What the content includes is marked, and what came from another device is added: posted once more, it is
 *   nothing new, and later images list it.
 * - What the target's ledger has beyond the content waits for the next update, so nothing that was spent or earned
 *   on the target is lost. But where the target began on its own, what its replaced image included went with it.
 * - What a person decided to leave out of a balance stays out.
 */
export async function takeOver(deps: ImageDeps, trx: Trx, arrived: Arrived): Promise<void> {
  const { tokenId, sequence, transfer } = arrived;
  const content = await contentOf(trx, transfer);
  const replaced = transfer.shared ? undefined : await carriedImage(deps, trx, tokenId, transfer.over);
  const own = new Map((await rowsOf(trx, tokenId)).map((row) => [transactionKey(row), row]));
  for (const [key, row] of own) {
    const marked = row.included_sequence;
    if (content.rows.has(key)) {
      if (marked === null || marked === SETTLED || marked > sequence) await mark(trx, tokenId, row, sequence);
    } else if (marked === SETTLED || (marked !== null && marked > sequence)) continue;
    else if (replaced !== undefined && includes(replaced, entryOf(row)))
      await mark(trx, tokenId, row, SETTLED);
    else if (marked !== null) await mark(trx, tokenId, row, null);
  }
  const foreign = [...content.rows].filter(([key]) => !own.has(key)).map(([, row]) => row);
  await insertAll(
    trx,
    foreign.map((row) => ({ ...row, token_id: tokenId, included_sequence: sequence, problem: null })),
  );
  await postToLedger(trx, tokenId, content.held, {
    postedAt: deps.now(),
    postedBy: 'image-server',
    includedSequence: sequence,
  });
  for (const key of transfer.left) await mark(trx, tokenId, key, SETTLED);
  await trx
    .updateTable('image_heads')
    .set((eb) => ({ ledger_revision: eb('ledger_revision', '+', 1) }))
    .where('token_id', '=', tokenId)
    .execute();
}

/** The tokens whose first images the token's balances begin with: its own, unless a transfer is on it. */
export async function lineOf(trx: Trx, tokenId: string): Promise<readonly string[]> {
  const kept = await trx
    .selectFrom('images')
    .select('chosen')
    .where('token_id', '=', tokenId)
    .where('verified', '=', 1)
    .where('composition', 'like', 'transfer:%')
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  return parseChoice(kept?.chosen ?? null)?.transfer?.line ?? [tokenId];
}
