import { SW } from './status.ts';

/** What a command answers; `torn` when the token lost power in the middle of it and says nothing. */
export type Answer = { readonly data: Uint8Array; readonly sw: number } | 'torn';

const NOTHING = new Uint8Array(0);

export const status = (sw: number): Answer => ({ data: NOTHING, sw });

/**
 * The first `ne` bytes of what was asked for. ISO 7816-4 lets a READ be partial (Le below the length of
 * the record or file), and names the opposite 6282; an Le of zeros takes whatever there is.
 */
export function dataAnswer(available: Uint8Array, ne: number, all: boolean): Answer {
  const short = available.length < ne && !all;
  return { data: available.slice(0, ne), sw: short ? SW.endReached : SW.success };
}
