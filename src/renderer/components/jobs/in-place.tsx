import type { Failure } from '../../../shared/contract/failure.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import './jobs.css';

interface InPlaceProps {
  readonly failure: Failure | null;
  readonly busy: boolean;
}

/** What became of the last question to the host, where it was asked; nothing while there is nothing to say. */
export function InPlace({ failure, busy }: InPlaceProps) {
  const { t } = useText();
  return (
    <div className="in-place" role="status">
      {busy ? (
        <p>
          <Icon name="ask" />
          {t('jobs.compare.busy')}
        </p>
      ) : failure === null ? null : (
        <p className="failed">
          <Icon name="alert" />
          {t(`staff.${failure.code}`)}
        </p>
      )}
    </div>
  );
}
