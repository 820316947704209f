import { useText } from '../../text/use-text.ts';
import { QuestionRow } from './question-row.tsx';
import { isSettled, type Settling } from './use-settling.ts';

/** What only a person can know, and how much of it is left. */
export function Questions({ settling }: { readonly settling: Settling }) {
  const { t, format } = useText();
  const { questions, open, current } = settling;
  if (questions.length === 0) return null;
  const left = open.length;
  return (
    <tbody>
      <tr className="merge-ask">
        <th scope="rowgroup" colSpan={3}>
          <span className="merge-asked">
            {t('merge.ask')}
            <span className={left > 0 ? 'pill ask' : 'pill good'} role="status">
              {left > 0 ? t('merge.left', { count: left, n: format.number(left) }) : t('merge.settledAll')}
            </span>
            {left > 1 ? (
              <span className="merge-hint" aria-hidden="true">
                <span className="key plain-key">↑</span>
                <span className="key plain-key">↓</span>
                {t('merge.move')}
              </span>
            ) : null}
          </span>
        </th>
        <td className="merge-result" />
      </tr>
      {questions.map((question) => (
        <QuestionRow
          key={question.id}
          question={question}
          current={!isSettled(question) && question.id === current?.id}
          settling={settling}
        />
      ))}
    </tbody>
  );
}
