import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import './progress.css';

const STEPS = ['find', 'read', 'ask', 'prepare'] as const;
type Step = (typeof STEPS)[number];
const ICONS = { find: 'card', read: 'read', ask: 'ask', prepare: 'prepare' } as const;

/** How far the visit has come before there is something to decide. */
export function VisitSteps({ now }: { readonly now: Step }) {
  const { t } = useText();
  const reached = STEPS.indexOf(now);
  return (
    <ol className="visit-steps" aria-label={t('screens.reading.steps')}>
      {STEPS.map((step, index) => {
        const state = index < reached ? 'done' : index === reached ? 'now' : 'todo';
        return (
          <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="visit-step">
              <Icon name={ICONS[step]} />
            </span>
            {t(`screens.reading.${step}`)}
          </li>
        );
      })}
    </ol>
  );
}
