import { FindPanel } from '../components/find/find-panel.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** Replacement: whose token is gone, and which. Staff only. */
export function find(screen: ScreenOf<'find'>, { text: { t }, actOnJob }: ScreenContext): Drawn {
  return {
    field: 'plain',
    scene:
      screen.job.second === null
        ? { pose: 'gone', ghost: true }
        : { pose: 'resting', kind: screen.job.second.kind },
    title: t('jobs.find.title'),
    lead: t('jobs.find.lead'),
    picture: t('jobs.find.picture'),
    token: screen.job.second,
    rest: <FindPanel screen={screen} onJob={actOnJob} />,
  };
}
