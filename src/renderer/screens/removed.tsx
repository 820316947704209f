import { MiniCard } from '../components/stage/card-face.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The card was taken off in mid-write. Nothing is lost, and that is said first. */
export function removed(screen: ScreenOf<'removed'>, { text, now, lastRing }: ScreenContext): Drawn {
  const { token, until, wrongToken } = screen;
  const { t, format } = text;
  const name = { last: token.lastFour };
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
        <div className="note">
          <MiniCard kind={token.kind} />
          <div>
            <b>{token.kind === 'phone' ? t('common.name.thePhone', name) : t('common.name.theCard', name)}</b>
            <span role="timer">{t('screens.removed.waits', { time: format.remaining(until - now) })}</span>
          </div>
        </div>
        <hr className="rule" />
        <p className="soft">{t('screens.removed.rather')}</p>
      </div>
    ),
  };
}
