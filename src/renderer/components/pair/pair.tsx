import { useState } from 'react';
import type { ImageChange } from '../../../shared/image/change.ts';
import type { TextSize } from '../../comfort/comfort.ts';
import type { Form } from '../../comfort/form.ts';
import { useText } from '../../text/use-text.ts';
import { namesOf } from '../../text/words.ts';
import { Icon } from '../icon.tsx';
import { ImageCard } from './image-card.tsx';
import { inReadingOrder, pagesOf } from './order.ts';
import './pair.css';
import './pair-forms.css';
import './pair-large.css';

/** Rows that fit beside the action without being squeezed; larger text leaves room for fewer. */
const ROWS: Record<Form, Record<TextSize, number>> = {
  portrait: { 1: 4, 1.15: 4, 1.3: 3, 1.5: 2 },
  landscape: { 1: 4, 1.15: 3, 1.3: 3, 1.5: 2 },
  desk: { 1: 6, 1.15: 5, 1.3: 4, 1.5: 4 },
};
/** At the desk the receipt is asked for below the rows. */
const ROWS_ABOVE_RECEIPT = 4;

interface PairProps {
  readonly change: ImageChange;
  readonly form: Form;
  readonly textSize: TextSize;
  /** Something else is below it that takes room. */
  readonly short?: boolean;
  /** Names the card after, which is the only one where there is nothing to compare with. */
  readonly title?: string;
  /** Names the card before. */
  readonly before?: string;
}

/** Before and after: two cards side by side. Long images are turned page by page, changes first. */
export function Pair({ change, form, textSize, short = false, title, before }: PairProps) {
  const { t, format } = useText();
  const [page, setPage] = useState(0);
  const rows = inReadingOrder(change.rows);
  const names = namesOf(rows);
  const named = rows.map((row, index) => ({ row, name: names[index] ?? null }));
  const size = short ? Math.min(ROWS_ABOVE_RECEIPT, ROWS[form][textSize]) : ROWS[form][textSize];
  const pages = pagesOf(named, size);
  const shown = pages[page % pages.length] ?? [];
  const rest = rows.length - Math.min(rows.length, ((page % pages.length) + 1) * size);
  return (
    <div className={pages.length > 1 ? 'pair paged' : 'pair'}>
      <div className={change.beforeKnown ? 'pair-cards' : 'pair-cards single'}>
        {change.beforeKnown ? (
          <>
            <ImageCard side="before" title={before ?? t('screens.offer.now')} rows={shown} tagged={false} />
            <span className="toward">
              <Icon name="arrow" flips />
            </span>
          </>
        ) : null}
        <ImageCard
          side="after"
          title={title ?? t('screens.offer.after')}
          rows={shown}
          tagged={change.beforeKnown}
        />
      </div>
      {pages.length > 1 ? (
        <button type="button" className="pair-more" onClick={() => setPage((page + 1) % pages.length)}>
          {rest === 0
            ? t('screens.offer.first')
            : t('screens.offer.rest', { count: rest, n: format.number(rest) })}
        </button>
      ) : null}
    </div>
  );
}
