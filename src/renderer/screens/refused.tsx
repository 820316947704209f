import { Button } from '../components/controls/button.tsx';
import { Ways } from '../components/controls/ways.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** Refused by a rule: what it means for the card first, then what a person can do. */
export function refused(screen: ScreenOf<'refused'>, context: ScreenContext): Drawn {
  const { token, reason, reference, tokenPresent } = screen;
  const { t } = context.text;
  return {
    field: 'bad',
    scene: {
      pose: tokenPresent ? 'resting' : 'gone',
      kind: token?.kind ?? 'card',
      faded: true,
      badge: tokenPresent ? 'lock' : 'none',
    },
    title: t(`refused.${reason}.title`),
    lead: t(`refused.${reason}.lead`),
    picture: tokenPresent ? t('screens.refused.picture') : t('screens.done.empty'),
    token,
    rest: (
      <div className="sheet">
        <Ways
          ways={[
            {
              icon: 'id',
              head: t(`refused.${reason}.ask`),
              text: t(`refused.${reason}.answer`, { reference: reference ?? '–' }),
            },
            { icon: 'hand', head: t(`refused.${reason}.askToo`), text: t(`refused.${reason}.answerToo`) },
          ]}
        />
        <Button kind="primary" onPress={context.callStaff}>
          {t('screens.refused.staff')}
        </Button>
        {reference === null ? null : (
          <p className="reference">{t('screens.refused.reference', { reference })}</p>
        )}
      </div>
    ),
  };
}
