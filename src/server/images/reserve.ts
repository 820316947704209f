import { createHash } from 'node:crypto';
import { applyTransactions, kindsFor } from '../../shared/image/apply.ts';
import { mergeRecent, watermarkOf } from '../../shared/image/canonical.ts';
import type { CardImage, Transaction } from '../../shared/image/model.ts';
import type { Body } from './service.ts';

/** Stands for the back office as the terminal that holds something back. */
export const RESERVE_TERMINAL = 'RESERVE';
const STEP = 2 ** 20;

/** What the cell that an adjustment of the programme would change holds. */
function balanceFor(image: CardImage, t: Transaction): number {
  for (const kind of kindsFor(t))
    for (const cell of image.cells)
      if (cell.programme === t.programme && cell.kind === kind && 'balance' in cell.payload)
        return cell.payload.balance;
  return 0;
}

/**
 * The image less what is held back for spending that nobody has seen yet: adjustments, at most the balance.
 *
 * Their counters rise along the image's history, as those of a terminal do, and depend on all that the adjustment
 * says: two replacements never give one key to two amounts.
 * @param salt names the question that the image answers
 */
export function holdBack(
  image: CardImage,
  reserve: Body<'side'>['reserve'],
  salt: string,
): { readonly image: CardImage; readonly held: readonly Transaction[] } {
  const held: Transaction[] = [];
  let now = image;
  for (const { programme, amount } of reserve) {
    const full = {
      terminal: RESERVE_TERMINAL,
      counter: 0,
      at: image.capturedAt,
      programme,
      action: 'adjust',
    } as const;
    const taken = Math.min(amount, balanceFor(now, { ...full, amount: -amount }));
    if (taken <= 0) continue;
    const seed = createHash('sha256').update(
      JSON.stringify([salt, image.tokenId, programme, taken, image.capturedAt]),
    );
    const counter = (now.watermark[RESERVE_TERMINAL] ?? 0) + 1 + (seed.digest().readUInt32BE() % STEP);
    const transaction = { ...full, counter, amount: -taken };
    held.push(transaction);
    now = {
      ...now,
      cells: [...applyTransactions(now.cells, [transaction], new Map()).cells],
      watermark: watermarkOf([now.watermark], [transaction]),
      transactions: mergeRecent(now.transactions, [transaction]),
    };
  }
  return { image: now, held };
}
