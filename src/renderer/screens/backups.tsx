import { BackupsPanel } from '../components/backups/backups-panel.tsx';
import { tokenWords } from '../text/token-words.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** Replacement: which kept copy the new token is to carry. Staff only. */
export function backups(screen: ScreenOf<'backups'>, context: ScreenContext): Drawn {
  const { text, now, actOnJob } = context;
  const { job, lost, report } = screen;
  const names = { holder: job.holder ?? '', token: tokenWords(lost, text) };
  return {
    field: 'plain',
    scene: { pose: 'resting', kind: job.second?.kind ?? lost.kind },
    title: text.t('jobs.backups.title'),
    lead: text.t(`jobs.backups.${report}`, names),
    picture: text.t('jobs.backups.picture'),
    token: job.second,
    rest: <BackupsPanel screen={screen} now={now} onJob={actOnJob} />,
  };
}
