import { useEffect, useRef } from 'react';
import type { PreviewConflict } from '../../../shared/image/merge/preview.ts';
import type { Choice } from '../../../shared/image/merge/report.ts';
import { entryWords, sideWords } from '../../text/side-words.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import { isSettled, type Question, type Settling } from './use-settling.ts';

interface SideProps {
  readonly question: Question;
  readonly choice: 'keep-first' | 'keep-second';
  readonly onChoose: (conflict: PreviewConflict, choice: Choice) => void;
}

/** One side's version, to be kept. Once it is settled, the kept one says so and neither is a button. */
function Side({ question, choice, onChoose }: SideProps) {
  const text = useText();
  const { head, note } = sideWords(choice === 'keep-first' ? question.first : question.second, text);
  const words = (
    <span className="choice-words">
      <b>
        <bdi>{head}</bdi>
      </b>
      {note === '' ? null : <small>{note}</small>}
    </span>
  );
  if (isSettled(question)) {
    const kept = question.choice === choice || question.choice === 'keep-both';
    return (
      <span className={kept ? 'choice kept' : 'choice left'}>
        {words}
        {kept ? <Icon name="check" /> : null}
      </span>
    );
  }
  if (!question.choices.includes(choice)) return <span className="choice left">{words}</span>;
  return (
    <button type="button" className="choice" onClick={() => onChoose(question, choice)}>
      <span className="key plain-key" aria-hidden="true">
        {choice === 'keep-first' ? 1 : 2}
      </span>
      {words}
    </button>
  );
}

interface OutcomeProps {
  readonly question: Question;
  readonly current: boolean;
  readonly onChoose: SideProps['onChoose'];
}

/** What comes out of it, or that it is still to be said. */
function Outcome({ question, current, onChoose }: OutcomeProps) {
  const text = useText();
  const { t } = text;
  if (isSettled(question)) {
    const { choice, first, second } = question;
    const words = sideWords(choice === 'keep-second' ? second : first, text).head;
    return (
      <span className="merge-outcome">
        <b>
          <bdi>{choice === 'keep-both' ? t('merge.both') : words}</bdi>
        </b>
        <small>{t('merge.chosen')}</small>
      </span>
    );
  }
  if (question.choices.includes('keep-both')) {
    return (
      <button type="button" className="choice" onClick={() => onChoose(question, 'keep-both')}>
        <span className="key plain-key" aria-hidden="true">
          3
        </span>
        <b>{t('merge.both')}</b>
      </button>
    );
  }
  return (
    <span className="merge-wanted">
      {current && question.choices.length > 0 ? (
        <>
          {t('merge.choose')}
          <span className="key plain-key">1</span>
          <span className="key plain-key">2</span>
        </>
      ) : (
        t('merge.notYet')
      )}
    </span>
  );
}

interface QuestionRowProps {
  readonly question: Question;
  readonly current: boolean;
  readonly settling: Settling;
}

/** One thing that a person decides: both versions side by side, and what was chosen. */
export function QuestionRow({ question, current, settling }: QuestionRowProps) {
  const text = useText();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const programme = question.programme ?? '';
  return (
    <tr
      ref={row}
      className={current ? 'question current' : 'question'}
      onFocus={() => {
        if (!isSettled(question)) settling.moveTo(question.id);
      }}
    >
      <th scope="row">
        <span className="merge-name">
          <Icon name={question.kind ?? 'question'} />
          <span>
            {entryWords(question, text)} <small>{programme}</small>
            <small className="reason">{text.t(`merge.reason.${question.reason}`)}</small>
          </span>
        </span>
      </th>
      <td>
        <Side question={question} choice="keep-first" onChoose={settling.settle} />
      </td>
      <td>
        <Side question={question} choice="keep-second" onChoose={settling.settle} />
      </td>
      <td className="merge-result">
        <Outcome question={question} current={current} onChoose={settling.settle} />
      </td>
    </tr>
  );
}
