import { WriteTrack } from '../components/progress/write-track.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';
import { writingScene } from './restoring.tsx';

/** What was written is read back and compared, then the card switches over. */
export function verifying({ token, progress }: ScreenOf<'verifying'>, { text }: ScreenContext): Drawn {
  const scene = writingScene(token.kind, progress);
  return {
    field: 'calm',
    scene,
    title: text.t('screens.verifying.title'),
    lead: text.t('screens.verifying.lead'),
    picture: text.t('screens.restoring.picture', { part: text.format.percent(scene.ring ?? 0) }),
    token,
    rest: (
      <div className="do">
        <WriteTrack progress={progress} oneSlot={token.oneSlot === true} />
      </div>
    ),
  };
}
