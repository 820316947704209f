import { Button } from '../components/controls/button.tsx';
import { Pair } from '../components/pair/pair.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The deadline is nobody's business until it is near. */
const SHOW_DEADLINE_MS = 20_000;

/** Paper: the person's turn. Before and after, side by side, and one decision. */
export function offer({ token, change, until }: ScreenOf<'offer'>, context: ScreenContext): Drawn {
  const { t, format } = context.text;
  const left = until - context.now;
  return {
    field: 'plain',
    scene: { pose: 'resting', kind: token.kind, hidden: true },
    title: t('screens.offer.title'),
    lead: t(change.beforeKnown ? 'screens.offer.lead' : 'screens.offer.unknown'),
    picture: t('screens.offer.picture'),
    token,
    rest: (
      <>
        <Pair
          change={change}
          form={context.form}
          textSize={context.comfort.textSize}
          before={t('screens.offer.now')}
        />
        <div className="do">
          <Button kind="primary" hotkey="Enter" onPress={() => context.act('accept')}>
            {t('screens.offer.accept')}
          </Button>
          <Button kind="second" hotkey="Escape" onPress={() => context.act('decline')}>
            {t('screens.offer.decline')}
          </Button>
          {left < SHOW_DEADLINE_MS ? (
            <p className="soon" role="timer">
              {t('screens.offer.soon', { time: format.remaining(left) })}
            </p>
          ) : null}
        </div>
      </>
    ),
  };
}
