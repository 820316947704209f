import type { ChangeRow } from '../../../shared/image/change.ts';
import { useText } from '../../text/use-text.ts';
import { amountWords } from '../../text/words.ts';
import { Icon } from '../icon.tsx';

/** What becomes of a row: green and a plus for more, sand and a minus for less, plain where it stays. */
export function Tag({ row }: { readonly row: ChangeRow }) {
  const text = useText();
  const { t } = text;
  if (row.change === 'removed') return <span className="tag less">{t('common.tag.removed')}</span>;
  if (row.change === 'same') return <span className="tag same">{t('common.tag.same')}</span>;
  if (row.delta === null || row.delta === 0) {
    return (
      <span className={row.change === 'added' ? 'tag more' : 'tag same'}>
        {row.change === 'added' ? <Icon name="plus" /> : null}
        {t(row.change === 'added' ? 'common.tag.new' : 'common.tag.changed')}
      </span>
    );
  }
  const more = row.delta > 0;
  const amount = amountWords(row, row.delta, text);
  return (
    <span className={more ? 'tag more' : 'tag less'}>
      <Icon name={more ? 'plus' : 'minus'} />
      <span className="unseen">{t(more ? 'common.tag.more' : 'common.tag.less', { amount })}</span>
      <bdi aria-hidden="true">{amount}</bdi>
    </span>
  );
}
