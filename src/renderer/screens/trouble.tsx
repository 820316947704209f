import { Button } from '../components/controls/button.tsx';
import { Ways } from '../components/controls/ways.tsx';
import { StaffDetail } from '../components/staff/staff-detail.tsx';
import { troubleOf } from '../text/failures.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** Something failed in a way that was expected: what it means, what to do, and for staff what it was. */
export function trouble(screen: ScreenOf<'trouble'>, context: ScreenContext): Drawn {
  const { failure, token, reference, tokenPresent } = screen;
  const { t } = context.text;
  const told = troubleOf(failure);
  const kept = token?.oneSlot ? 'screens.oneSlot.whole' : 'screens.trouble.whole';
  const needsCard = failure.retry === 'reinsert';
  return {
    field: needsCard ? 'warn' : 'away',
    scene: {
      pose: needsCard && !tokenPresent ? 'returning' : tokenPresent ? 'resting' : 'gone',
      kind: token?.kind ?? 'card',
      hand: needsCard && !tokenPresent,
      ghost: needsCard && !tokenPresent,
      lit: needsCard,
    },
    title: t(`trouble.${told}.title`),
    lead: t(`trouble.${told}.lead`),
    picture: t('screens.trouble.picture'),
    token,
    rest: (
      <div className="sheet">
        <Ways
          ways={[
            { icon: 'hand', head: t(`trouble.${told}.todo`), text: t(`trouble.${told}.more`) },
            {
              icon: 'lock',
              head: t(failure.tokenEffect === 'none' ? 'screens.trouble.unchanged' : kept),
            },
          ]}
        />
        {failure.retry === 'never' ? (
          <Button kind="primary" onPress={context.callStaff}>
            {t('screens.refused.staff')}
          </Button>
        ) : (
          <Button kind="primary" hotkey="Enter" onPress={() => context.act('retry')}>
            {t('screens.trouble.retry')}
          </Button>
        )}
        {failure.retry !== 'never' || reference === null ? null : (
          <p className="reference">{t('screens.refused.reference', { reference })}</p>
        )}
        <StaffDetail failure={failure} desk={context.snapshot.mode === 'desk'} />
      </div>
    ),
  };
}
