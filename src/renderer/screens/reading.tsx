import { VisitSteps } from '../components/progress/visit-steps.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The card is on the reader and is being read. */
export function reading({ token }: ScreenOf<'reading'>, { text: { t } }: ScreenContext): Drawn {
  return {
    field: 'calm',
    scene: { pose: 'resting', kind: token?.kind ?? 'card', waves: true },
    title: t('screens.reading.title'),
    lead: t('screens.reading.lead'),
    picture: t('screens.reading.picture'),
    token,
    rest: (
      <div className="do">
        <VisitSteps now={token === null ? 'find' : 'read'} />
      </div>
    ),
  };
}
