import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { KIND_CODES } from '../../shared/image/cell-codec.ts';
import { type CardImage, type Cell, IMAGE_FORMAT, type Transaction } from '../../shared/image/model.ts';
import type { TokenDescription } from './description.ts';

const codeOf = (cell: Cell): number => (cell.kind === 'opaque' ? cell.code : KIND_CODES[cell.kind]);

const byProgrammeThenKind = (a: Cell, b: Cell): number => {
  if (a.programme !== b.programme) return a.programme < b.programme ? -1 : 1;
  return codeOf(a) - codeOf(b);
};

function watermarkOf(transactions: readonly Transaction[]): CardImage['watermark'] {
  const highest: Record<string, number> = {};
  for (const { terminal, counter } of transactions)
    highest[terminal] = Math.max(highest[terminal] ?? 0, counter);
  return highest;
}

/** The image that the description gives the token; `null` when it gives none. */
export function describedImage(description: TokenDescription): Result<CardImage | null> {
  const { image, tokenId, issuer, generation } = description;
  if (image === undefined) return ok(null);
  const cells = image.programmes.toSorted(byProgrammeThenKind);
  const twice = cells.find((cell, i) => {
    const next = cells[i + 1];
    return next !== undefined && byProgrammeThenKind(cell, next) === 0;
  });
  if (twice !== undefined)
    return fail(
      failure(
        'configuration-invalid',
        `The token's description is wrong. image.programmes: ${twice.programme} has two cells of kind ${twice.kind}`,
      ),
    );
  return ok({
    format: IMAGE_FORMAT,
    tokenId,
    accountRef: image.account,
    issuer,
    generation,
    sequence: image.sequence,
    capturedAt: image.capturedAt,
    source: image.source,
    ...(image.basedOn === undefined ? {} : { basedOn: image.basedOn }),
    watermark: image.watermark ?? watermarkOf(image.transactions),
    cells,
    transactions: image.transactions,
  });
}
