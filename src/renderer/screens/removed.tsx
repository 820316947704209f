import { CardNote } from '../components/stage/card-note.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The card was taken off in mid-write. Nothing is lost, and that is said first. */
export function removed(screen: ScreenOf<'removed'>, { text, now, lastRing }: ScreenContext): Drawn {
  const { token, until, wrongToken } = screen;
  const { t, format } = text;
  return {
    field: 'warn',
    scene: {
      pose: 'returning',
      kind: token.kind,
      hand: true,
      ring: lastRing,
      ghost: true,
      faded: wrongToken,
    },
    title: wrongToken ? t('screens.removed.wrongTitle') : t('screens.removed.title'),
    lead: wrongToken ? t('screens.removed.wrongLead') : t('screens.removed.lead'),
    picture: t('screens.removed.picture'),
    token,
    rest: (
      <div className="do">
        <CardNote
          token={token}
          say={t('screens.removed.waits', { time: format.remaining(until - now) })}
          counting
        />
        <hr className="rule" />
        <p className="soft">{t(token.oneSlot ? 'screens.oneSlot.rather' : 'screens.removed.rather')}</p>
      </div>
    ),
  };
}
