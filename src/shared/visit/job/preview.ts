import type { ImageChange } from '../../image/change.ts';
import type { MergePreview } from '../../image/merge/preview.ts';

/** What the person decides about, before anything is written. */
export interface JobPreview {
  /** What becomes of the device that is written. */
  readonly change: ImageChange;
  /** Merge: entry by entry, with what is open; otherwise `null`. */
  readonly merge: MergePreview | null;
  /** Bytes of the result and of the room for it; `null` while conflicts are open. */
  readonly bytes: { readonly used: number; readonly room: number } | null;
  readonly transactionsAdded: number;
  /** Replacement: what is held back for offline spending, minor units. */
  readonly reserve: readonly { readonly programme: string; readonly amount: number }[];
}
