import { VisitSteps } from '../components/progress/visit-steps.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The host decides; what the kiosk does meanwhile is named. */
export function deciding({ token, step }: ScreenOf<'deciding'>, { text: { t } }: ScreenContext): Drawn {
  return {
    field: 'calm',
    scene: { pose: 'resting', kind: token.kind, waves: true },
    title: t(`screens.deciding.${step}.title`),
    lead: t(`screens.deciding.${step}.lead`),
    picture: t('screens.reading.picture'),
    token,
    rest: (
      <div className="do">
        <VisitSteps now={step === 'preparing' ? 'prepare' : 'ask'} />
      </div>
    ),
  };
}
