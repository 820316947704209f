import type { CellView } from '../../../shared/image/change.ts';
import type { MergePreview, PreviewRow } from '../../../shared/image/merge/preview.ts';
import { certainResult, whyWords } from '../../text/row-words.ts';
import { type Text, useText } from '../../text/use-text.ts';
import { cellWords } from '../../text/words.ts';
import { Icon } from '../icon.tsx';

function Value({ view }: { readonly view: CellView | null }) {
  const text = useText();
  if (view === null)
    return (
      <>
        <span aria-hidden="true">–</span>
        <span className="unseen">{text.t('merge.nothing')}</span>
      </>
    );
  const { value, label } = cellWords(view, text);
  const dated = view.kind === 'ticket' && view.validTo !== null;
  return (
    <>
      <bdi>{value}</bdi>
      {dated ? <small>{label}</small> : null}
    </>
  );
}

/** Of what has no result yet: that it waits, or what comes together in it. */
function undecidedWords({ fate, first, second }: PreviewRow, text: Text): string {
  if (fate === 'dropped') return text.t('merge.fate.dropped');
  if (fate === 'conflict' || first === null || second === null) return text.t('merge.notYet');
  const [from, to] = [cellWords(first, text).value, cellWords(second, text).value];
  return from === to ? from : text.t('jobs.path.both', { from, to });
}

function Row({ row }: { readonly row: PreviewRow }) {
  const text = useText();
  const { t } = text;
  const result = certainResult(row);
  return (
    <tr>
      <th scope="row">
        <span className="merge-name">
          <Icon name={row.kind} />
          <span>
            {t(`common.kind.${row.kind}`)} <small>{row.programme}</small>
          </span>
        </span>
      </th>
      <td>
        <Value view={row.first} />
      </td>
      <td>
        <Value view={row.second} />
      </td>
      <td className="merge-result">
        <span className="merge-outcome">
          {result === null ? (
            <b className="soft">{undecidedWords(row, text)}</b>
          ) : (
            <b>
              <bdi>{cellWords(result, text).value}</bdi>
            </b>
          )}
          <small>{whyWords(row, text)}</small>
        </span>
      </td>
    </tr>
  );
}

/** What the rules decide by themselves, programme by programme. Cells that are settled stand below. */
export function MergeRows({ merge }: { readonly merge: MergePreview }) {
  const asked = new Set([...merge.conflicts, ...merge.settled].map(({ id }) => id));
  const rows = merge.rows.filter(({ id }) => !asked.has(id));
  return (
    <tbody>
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </tbody>
  );
}
