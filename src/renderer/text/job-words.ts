import type { CellView } from '../../shared/image/change.ts';
import type { MergePreview } from '../../shared/image/merge/preview.ts';
import type { JobPreview } from '../../shared/visit/job/preview.ts';
import type { Receipt } from '../../shared/visit/snapshot.ts';
import { tokenWords } from './token-words.ts';
import type { Text } from './use-text.ts';

type Held = { readonly programme: string; readonly amount: number };

/** An amount that is held back, in what its programme counts: money where there is a purse, points otherwise. */
export function heldWords({ programme, amount }: Held, views: readonly Seen[], { t, format }: Text): string {
  const own = views.filter((seen) => seen.programme === programme).map(({ view }) => view);
  const purse = own.find((view) => view?.kind === 'purse');
  if (purse?.kind === 'purse') return format.money(amount, purse.currency);
  return t('common.amount.points', { count: amount, n: format.number(amount) });
}

interface Seen {
  readonly programme: string;
  readonly view: CellView | null;
}

/** What each row holds in the end. */
export const seenIn = ({ rows }: JobPreview['change']): readonly Seen[] =>
  rows.map(({ programme, after, before }) => ({ programme, view: after ?? before }));

/** All that is held back, one amount each. */
export const reserveWords = ({ reserve, change }: JobPreview, text: Text): readonly string[] =>
  reserve.filter(({ amount }) => amount > 0).map((held) => heldWords(held, seenIn(change), text));

/** Entries and whole cells that a merge did not take over. */
export const droppedIn = ({ rows, others }: MergePreview): number =>
  [...rows, ...rows.flatMap(({ details }) => details), ...others].filter(({ fate }) => fate === 'dropped')
    .length;

/** From which to which, or which two, for a receipt and for the last screen. */
export function pathWords(job: NonNullable<Receipt['job']>, token: Receipt['token'], text: Text): string {
  const names = { from: tokenWords(job.from, text), to: tokenWords(token, text) };
  return text.t(job.kind === 'merge' ? 'jobs.path.both' : 'jobs.path.toward', names);
}
