import { useEffect, useRef } from 'react';
import type { BackupOffer } from '../../../shared/contract/transfer.ts';
import { useText } from '../../text/use-text.ts';
import { balancesInWords } from '../../text/words.ts';
import { Icon } from '../icon.tsx';

interface CopyProps {
  readonly offer: BackupOffer;
  readonly chosen: boolean;
  readonly now: number;
  readonly onChoose: () => void;
}

/** One kept copy: when, where from, what it holds, and why it is suggested or cannot be chosen. */
export function Copy({ offer, chosen, now, onChoose }: CopyProps) {
  const text = useText();
  const { t, format } = text;
  const place = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const at = Date.parse(offer.capturedAt);
  const rows = offer.content.map(({ programme, view }) => ({
    programme,
    kind: view.kind,
    before: null,
    after: view,
    change: 'same' as const,
    delta: null,
  }));
  const count = offer.transactionsToAdd;
  const blocked = offer.blocked !== null;
  return (
    <label ref={place} className={blocked ? 'copy option no' : 'copy option'}>
      <input type="radio" name="copy" checked={chosen} disabled={blocked} onChange={onChoose} />
      {blocked ? <Icon name="lock" /> : null}
      <span className="copy-text">
        <b>
          {t('jobs.backups.at', { day: format.day(at, now), time: format.clock(at) })}
          {offer.suggested ? <i className="pill good">{t('jobs.backups.suggested')}</i> : null}
        </b>
        <small>
          {t(`jobs.backups.${offer.origin}`, { where: offer.recordedBy })} ·{' '}
          {t('jobs.backups.number', { n: format.number(offer.sequence) })}
        </small>
        {offer.blocked === null ? null : <small>{t(`jobs.backups.block.${offer.blocked}`)}</small>}
        {blocked || count === 0 ? null : (
          <small>{t('jobs.backups.add', { count, n: format.number(count) })}</small>
        )}
        {chosen && offer.reasons.length > 0 ? (
          <span className="ticks">
            {offer.reasons.map((reason) => (
              <span key={reason}>
                <Icon name="check" />
                {t(`jobs.backups.reason.${reason}`)}
              </span>
            ))}
          </span>
        ) : null}
      </span>
      <span className="copy-facts">
        {blocked
          ? t('jobs.backups.blocked')
          : balancesInWords({ rows, beforeKnown: false }, text).join(' · ')}
      </span>
    </label>
  );
}
