import type { MergePreview, PreviewEntry, PreviewSettled } from '../../../shared/image/merge/preview.ts';
import { droppedIn } from '../../text/job-words.ts';
import { entryWords, sideWords } from '../../text/side-words.ts';
import { useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';

/** What drops comes first: that is what people ask about. */
const rankOf = ({ fate }: PreviewEntry): number => (fate === 'dropped' ? 0 : fate === 'conflict' ? 1 : 2);

function Entry({ entry }: { readonly entry: PreviewEntry }) {
  const text = useText();
  const { t } = text;
  const { first, second, result } = entry.sides;
  const { head, note } = sideWords(result ?? first ?? second, text);
  return (
    <li>
      <span>
        <b>
          <bdi>{head}</bdi>
        </b>
        <small>
          {[entryWords(entry, text), entry.programme ?? '', note].filter((part) => part !== '').join(' · ')}
        </small>
      </span>
      <span className="detail-why">
        <b>{t(`merge.fate.${entry.fate}`)}</b>
        <small>{t(`merge.reason.${entry.reason}`)}</small>
      </span>
    </li>
  );
}

/** What a person chose, what it was chosen over, and who it was. */
function Settled({ entry, staff }: { readonly entry: PreviewSettled; readonly staff: string | null }) {
  const text = useText();
  const { t } = text;
  const { choice } = entry;
  const first = sideWords(entry.first, text);
  const second = sideWords(entry.second, text);
  const [kept, left] = choice === 'keep-second' ? [second, first] : [first, second];
  const both = choice === 'keep-both';
  const over = both ? [] : [t('merge.insteadOf', { other: left.head })];
  return (
    <li>
      <span>
        <b>
          <bdi>{both ? text.format.list([first.head, second.head]) : kept.head}</bdi>
        </b>
        <small>
          {[entryWords(entry, text), entry.programme ?? '', ...over]
            .filter((part) => part !== '')
            .join(' · ')}
        </small>
      </span>
      <span className="detail-why">
        <b>{staff === null ? t('merge.chosen') : t('merge.settledBy', { name: staff })}</b>
        <small>{both ? t('merge.both') : t(`merge.reason.${entry.reason}`)}</small>
      </span>
    </li>
  );
}

/** Entry by entry what becomes of both images, and why. Whole cells that drop are among them. */
export function MergeDetails({
  merge,
  staff = null,
  onClose,
}: {
  readonly merge: MergePreview;
  /** Who settles it, by name. */
  readonly staff?: string | null;
  readonly onClose: () => void;
}) {
  const { t, format } = useText();
  const settled = new Set(merge.settled.map(({ id }) => id));
  const entries = [...merge.rows.flatMap(({ details }) => details), ...merge.others]
    .filter(({ id }) => !settled.has(id))
    .sort((a, b) => rankOf(a) - rankOf(b));
  const cells = merge.rows.filter(
    ({ id, fate }) => (fate === 'dropped' || fate === 'conflict') && !settled.has(id),
  );
  const count = droppedIn(merge);
  return (
    <Dialog title={t('merge.head')} onClose={onClose}>
      <div className="details" data-scrolls>
        <p>{t(`merge.base.${merge.base}`)}</p>
        {count === 0 ? null : (
          <p>
            <b>{t('merge.drops', { count, n: format.number(count) })}</b>
          </p>
        )}
        {merge.flags.map(({ flag, id }) => (
          <p key={`${flag} ${id}`} className="detail-flag">
            {t(`merge.flag.${flag}`)}
          </p>
        ))}
        <ul>
          {merge.settled.map((entry) => (
            <Settled key={entry.id} entry={entry} staff={staff} />
          ))}
          {cells.map((row) => (
            <li key={row.id}>
              <span>
                <b>{t(`common.kind.${row.kind}`)}</b>
                <small>{row.programme}</small>
              </span>
              <span className="detail-why">
                <b>{t(`merge.fate.${row.fate}`)}</b>
                <small>{t(`merge.reason.${row.reason}`)}</small>
              </span>
            </li>
          ))}
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
