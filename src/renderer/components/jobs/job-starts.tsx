import { useId } from 'react';
import type { JobAction } from '../../../shared/contract/ipc.ts';
import type { JobKind } from '../../../shared/contract/transfer.ts';
import { useText } from '../../text/use-text.ts';
import { useKeys } from '../controls/use-keys.ts';
import { Icon, type IconName } from '../icon.tsx';
import './jobs.css';

const ICONS: Record<JobKind, IconName> = { synchronize: 'move', replace: 'exchange', merge: 'together' };
/** What people do by themselves; a replacement needs somebody who knows the customer. */
const BY: Record<'desk' | 'self-service', readonly JobKind[]> = {
  desk: ['synchronize', 'replace', 'merge'],
  'self-service': ['synchronize', 'merge'],
};

interface JobStartsProps {
  readonly mode: 'desk' | 'self-service';
  /** With a sentence about each. */
  readonly told?: boolean;
  /** Staff have to sign in first. */
  readonly locked?: boolean;
  /** In the foot, whose one row has no room for the reason: it is told only. */
  readonly foot?: boolean;
  readonly onJob: (action: JobAction) => void;
}

/** The jobs from one device to another, as buttons; at the desk each has a key. */
export function JobStarts({ mode, told = false, locked = false, foot = false, onJob }: JobStartsProps) {
  const { t } = useText();
  const kinds = BY[mode];
  const hint = useId();
  const start = (job: JobKind) => {
    if (!locked) onJob({ type: 'start', job });
  };
  useKeys((key) => {
    const job = mode === 'desk' ? kinds[Number(key) - 1] : undefined;
    if (job === undefined) return false;
    start(job);
    return true;
  });
  return (
    <nav className={told ? 'job-starts told' : 'job-starts'} aria-label={t('jobs.start.label')}>
      {kinds.map((job, index) => (
        <button
          key={job}
          type="button"
          aria-disabled={locked}
          aria-describedby={locked ? hint : undefined}
          onClick={() => start(job)}
        >
          <Icon name={ICONS[job]} flips={job !== 'merge'} />
          <span>
            <b>{t(`jobs.start.${job}`)}</b>
            {told ? <small>{t(`jobs.start.${job}About`)}</small> : null}
          </span>
          {mode === 'desk' ? (
            <span className="key plain-key" aria-hidden="true">
              {index + 1}
            </span>
          ) : null}
        </button>
      ))}
      {locked ? (
        <p id={hint} className={told || foot ? 'unseen' : 'first-sign-in'}>
          {t('jobs.who.first')}
        </p>
      ) : null}
    </nav>
  );
}
