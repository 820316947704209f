import type { ChangeRow } from '../../../shared/image/change.ts';
import { useText } from '../../text/use-text.ts';
import { cellWords } from '../../text/words.ts';
import { Band } from './band.tsx';
import { Pictogram } from './pictogram.tsx';
import { Tag } from './tag.tsx';

/** A row of a picture, with the name by which it is told apart from others of its kind. */
export interface NamedRow {
  readonly row: ChangeRow;
  readonly name: string | null;
}

interface ImageCardProps {
  readonly side: 'before' | 'after';
  readonly title: string;
  readonly rows: readonly NamedRow[];
  /** Whether each row says what becomes of it. */
  readonly tagged: boolean;
}

/** Nothing of this programme is on this side. */
function Absent({ row, name, side }: NamedRow & Pick<ImageCardProps, 'side'>) {
  const { t } = useText();
  return (
    <div>
      <span className="image-absent" aria-hidden="true">
        –
      </span>
      {side === 'after' ? (
        <Tag row={row} />
      ) : (
        <>
          <small>{name ?? t(`common.kind.${row.kind}`)}</small>
          <span className="unseen">{t('common.tag.none')}</span>
        </>
      )}
    </div>
  );
}

/** Titles are never cut: longer ones are set smaller, and may take three lines. */
const LONG_TITLE = 20;
const wordsClass = (value: string): string => (value.length > LONG_TITLE ? 'worded long' : 'worded');

function Cell({ row, name, side, tagged }: NamedRow & Pick<ImageCardProps, 'side' | 'tagged'>) {
  const text = useText();
  const view = side === 'before' ? row.before : row.after;
  if (view === null) return <Absent row={row} name={name} side={side} />;
  const { value, label, worded } = cellWords(view, text);
  return (
    <div className="cell">
      <b className={worded ? wordsClass(value) : undefined} style={{ '--letters': value.length }}>
        <bdi>{value}</bdi>
      </b>
      {/* beside the card before, which names its rows, what changes is worth the space */}
      <small className={tagged ? 'unseen' : undefined}>{name ?? label}</small>
      {tagged ? <Tag row={row} /> : null}
    </div>
  );
}

/** One card as a picture: what is on it, row by row. */
export function ImageCard({ side, title, rows, tagged }: ImageCardProps) {
  return (
    <section className={`image ${side}`} aria-label={title}>
      <Band />
      <h2>{title}</h2>
      <ul>
        {rows.map(({ row, name }) => (
          <li key={`${row.programme} ${row.kind}`}>
            <Pictogram row={row} side={side} />
            <Cell row={row} name={name} side={side} tagged={tagged} />
          </li>
        ))}
      </ul>
    </section>
  );
}
