import type { Selectable } from 'kysely';
import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { type Transaction, TransactionSchema } from '../../shared/image/model.ts';
import type { ImagesTable, LedgerTable } from '../store/schema.ts';
import type { Trx } from '../store/store.ts';
import type { LedgerEntry } from './inclusion.ts';
import { isTransfer } from './kept.ts';
import type { BackupFacts } from './select.ts';
import type { Backup } from './service.ts';

export const toInstant = (milliseconds: number): string => new Date(milliseconds).toISOString();
export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

export interface Head {
  readonly ledger_revision: number;
  readonly highest_sequence: number;
}

/** Takes the lock of the token's images and ledger until the transaction ends, and makes it at the first use. */
export async function lockHead(trx: Trx, tokenId: string): Promise<Head> {
  return await trx
    .insertInto('image_heads')
    .values({ token_id: tokenId, ledger_revision: 0, highest_sequence: 0 })
    .onConflict((conflict) =>
      conflict
        .column('token_id')
        .doUpdateSet((eb) => ({ ledger_revision: eb.ref('image_heads.ledger_revision') })),
    )
    .returning(['ledger_revision', 'highest_sequence'])
    .executeTakeFirstOrThrow();
}

/** The highest sequence of any image of the token that is known; 0 for a token that has none. */
export async function highestSequence(trx: Trx, tokenId: string): Promise<number> {
  const row = await trx
    .selectFrom('image_heads')
    .select('highest_sequence')
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  return row?.highest_sequence ?? 0;
}

/** The sequence of the token's next image. Fails with `image-sequence-old` after the last one that there is. */
export function nextSequence(head: Head, afterSequence: number): Result<number> {
  const sequence = Math.max(head.highest_sequence, afterSequence) + 1;
  if (sequence <= 0xffff_ffff) return ok(sequence);
  return fail(failure('image-sequence-old', 'The token has used up its sequences'));
}

export async function raiseSequence(trx: Trx, tokenId: string, sequence: number): Promise<void> {
  await trx
    .updateTable('image_heads')
    .set({ highest_sequence: sequence })
    .where('token_id', '=', tokenId)
    .where('highest_sequence', '<', sequence)
    .execute();
}

const OriginSchema = z.enum(['issued', 'composed', 'recorded']);
type BackupRow = Omit<Selectable<ImagesTable>, 'signed' | 'chosen' | 'token_id' | 'recorded_at'>;

export const backupOf = (row: BackupRow): BackupFacts => ({
  backupId: row.image_id,
  digest: row.digest,
  sequence: row.sequence,
  generation: row.generation,
  capturedAt: row.captured_at,
  recordedBy: row.recorded_by,
  origin: OriginSchema.parse(row.origin),
  verified: row.verified === 1,
  transferred: isTransfer(row.composition),
});

export const describeBackup = ({ transferred: _, ...facts }: BackupFacts): Backup => ({
  ...facts,
  capturedAt: toInstant(facts.capturedAt * 1000),
});

/** Every image of the token without its bytes, the newest first. */
export async function backupsOf(trx: Trx, tokenId: string): Promise<BackupFacts[]> {
  const rows = await trx
    .selectFrom('images')
    .select([
      'image_id',
      'digest',
      'sequence',
      'generation',
      'captured_at',
      'recorded_by',
      'origin',
      'verified',
      'composition',
    ])
    .where('token_id', '=', tokenId)
    .orderBy('sequence', 'desc')
    .orderBy('digest', 'desc')
    .execute();
  return rows.map(backupOf);
}

export async function signedImage(
  trx: Trx,
  tokenId: string,
  digest: string,
): Promise<Uint8Array | undefined> {
  const row = await trx
    .selectFrom('images')
    .select('signed')
    .where('token_id', '=', tokenId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row === undefined ? undefined : new Uint8Array(row.signed);
}

type LedgerRow = Selectable<LedgerTable>;

export const transactionOf = (row: LedgerRow): Transaction =>
  TransactionSchema.parse({
    terminal: row.terminal,
    counter: row.counter,
    at: row.at,
    programme: row.programme,
    action: row.action,
    amount: row.amount,
    ...(row.item === null ? {} : { item: row.item }),
  });

export const entryOf = (row: LedgerRow): LedgerEntry => ({
  transaction: transactionOf(row),
  includedSequence: row.included_sequence,
  problem: row.problem,
});

/**
 * The token's ledger; with `beyond` only what images made here with that sequence or a lower one do not include,
 * so that the length of a visit does not grow with the token's past.
 */
export async function ledgerOf(trx: Trx, tokenId: string, beyond?: number): Promise<LedgerEntry[]> {
  const all = trx.selectFrom('ledger').selectAll().where('token_id', '=', tokenId);
  const rows = await (beyond === undefined
    ? all
    : all.where((eb) => eb.or([eb('included_sequence', 'is', null), eb('included_sequence', '>', beyond)]))
  ).execute();
  return rows.map(entryOf);
}
