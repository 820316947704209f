import type { BackupOffer } from '../../../shared/contract/transfer.ts';
import type { TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import { cellWords, namesOf } from '../../text/words.ts';
import { Icon } from '../icon.tsx';

/** More than these are counted instead of named. */
const MOST = 5;

interface CarryProps {
  readonly offer: BackupOffer | null;
  /** The new one, once it is known. */
  readonly token: TokenName | null;
  /** The old one works nowhere any more. */
  readonly stopped: boolean;
}

/** Below the drawing: what the chosen copy holds. */
export function Carry({ offer, token, stopped }: CarryProps) {
  const text = useText();
  const { t, format } = text;
  const content = offer?.content ?? [];
  const names = namesOf(content.map(({ programme, view }) => ({ programme, kind: view.kind })));
  const rest = content.length - MOST;
  return (
    <section className="carry">
      <h2>{t('jobs.backups.holds')}</h2>
      {token === null ? null : <p>{tokenWords(token, text)}</p>}
      <dl>
        {content.slice(0, MOST).map(({ programme, view }, index) => (
          <div key={`${programme} ${view.kind}`}>
            <dt>
              <Icon name={view.kind} />
              {names[index] ?? t(`common.kind.${view.kind}`)}
            </dt>
            <dd>
              <bdi>{cellWords(view, text).value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {rest > 0 ? <p>{t('screens.offer.rest', { count: rest, n: format.number(rest) })}</p> : null}
      <p>{t(stopped ? 'jobs.backups.stops' : 'jobs.find.worksOn')}</p>
    </section>
  );
}
