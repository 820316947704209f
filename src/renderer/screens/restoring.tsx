import type { WriteProgress } from '../../shared/visit/snapshot.ts';
import { ringOf } from '../components/progress/fractions.ts';
import { WriteTrack } from '../components/progress/write-track.tsx';
import type { Scene } from '../components/stage/scene.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The drawing while the card is written: its ring is bytes that the card confirmed, nothing else. */
export const writingScene = (kind: Scene['kind'], progress: WriteProgress): Partial<Scene> => ({
  pose: 'resting',
  kind,
  ...ringOf(progress),
});

/** The card is being written. Nothing to touch, one thing to know. */
export function restoring({ token, progress }: ScreenOf<'restoring'>, { text }: ScreenContext): Drawn {
  const scene = writingScene(token.kind, progress);
  return {
    field: 'calm',
    scene,
    title: text.t('screens.restoring.title'),
    lead: text.t(token.oneSlot ? 'screens.oneSlot.stay' : 'screens.restoring.lead'),
    picture: text.t('screens.restoring.picture', { part: text.format.percent(scene.ring ?? 0) }),
    token,
    rest: (
      <div className="do">
        <WriteTrack progress={progress} oneSlot={token.oneSlot === true} />
      </div>
    ),
  };
}
