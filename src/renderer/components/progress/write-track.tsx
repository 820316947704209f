import { WRITE_STEPS, type WriteProgress } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import { filled, stateOf, stepNumber } from './fractions.ts';
import './progress.css';

const ICONS = { done: 'check', now: 'now', todo: 'todo' } as const;

/** The four steps of a write. It grows only when the token has confirmed bytes. */
export function WriteTrack({
  progress,
  oneSlot,
}: {
  readonly progress: WriteProgress;
  readonly oneSlot: boolean;
}) {
  const { t, format } = useText();
  const step = t('screens.restoring.step', {
    n: format.number(stepNumber(progress)),
    of: format.number(WRITE_STEPS.length),
  });
  const bytes = t('screens.restoring.bytes', {
    count: progress.total,
    done: format.number(progress.done),
    total: format.number(progress.total),
  });
  return (
    <>
      <p className="track-figure">
        <b>{bytes}</b>
        <span>{step}</span>
      </p>
      <div
        className="track"
        role="progressbar"
        aria-label={t('screens.restoring.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(filled(progress, progress.step) * 100)}
        aria-valuetext={`${step}, ${bytes}`}
      >
        {WRITE_STEPS.map((name) => (
          <i key={name} className={`part-${name}`}>
            <span style={{ transform: `scaleX(${filled(progress, name)})` }} />
          </i>
        ))}
      </div>
      <ol className="track-steps">
        {WRITE_STEPS.map((name) => {
          const state = stateOf(progress, name);
          return (
            <li key={name} className={state} aria-current={state === 'now' ? 'step' : undefined}>
              <Icon name={ICONS[state]} />
              {t(oneSlot && name === 'write' ? 'screens.oneSlot.write' : `screens.restoring.${name}`)}
            </li>
          );
        })}
      </ol>
    </>
  );
}
