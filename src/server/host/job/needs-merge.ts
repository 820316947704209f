import { encodeImage } from '../../../shared/image/codec.ts';
import { mergeImages } from '../../../shared/image/merge/merge.ts';
import type { MergeRules } from '../../../shared/image/merge/rules.ts';
import type { ImageContent } from '../../../shared/image/merge/state.ts';
import type { CardImage } from '../../../shared/image/model.ts';

export interface Compared {
  readonly first: CardImage;
  readonly second: CardImage;
  readonly base: CardImage | undefined;
  readonly rules: MergeRules;
  readonly today: string;
}

const sameCells = (image: CardImage, a: ImageContent, b: ImageContent): boolean =>
  Buffer.compare(
    encodeImage({ ...image, watermark: {}, transactions: [], cells: a.cells }),
    encodeImage({ ...image, watermark: {}, transactions: [], cells: b.cells }),
  ) === 0;

/** As a token may be issued: with an image that says nothing yet. */
const isEmpty = ({ cells, transactions, watermark }: CardImage): boolean =>
  cells.length === 0 && transactions.length === 0 && Object.keys(watermark).length === 0;

/**
 * Whether the second device holds information that the first lacks, so that writing the first's image over it
 * would lose it: merged with the second, the first is not what it is on its own. Transactions need no look of
 * their own, since what they did is in the cells.
 */
export function needsMerge({ first, second, base, rules, today }: Compared): boolean {
  if (base === undefined && isEmpty(second)) return false;
  const merged = mergeImages({ base, first, second, rules, today });
  const alone = mergeImages({ first, second: first, rules, today });
  if (merged.status === 'conflicts' || alone.status === 'conflicts') return true;
  return !sameCells(first, merged.content, alone.content);
}

/** Whether the image's cells have no room, whatever the rules let go. */
export const isTooLarge = (
  image: CardImage,
  {
    rules,
    today,
    capacity,
  }: { readonly rules: MergeRules; readonly today: string; readonly capacity: number },
): boolean => mergeImages({ first: image, second: image, rules, today, capacity }).status === 'conflicts';
