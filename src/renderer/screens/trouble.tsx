import { Button } from '../components/controls/button.tsx';
import { Ways } from '../components/controls/ways.tsx';
import { StaffDetail } from '../components/staff/staff-detail.tsx';
import { type TroubleKey, troubleOf } from '../text/failures.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/** The texts which say that the card is fine, or works as before. */
const SAYS_WHOLE: Readonly<Record<'lead' | 'todo', readonly TroubleKey[]>> = {
  lead: ['reader-away', 'reader-busy', 'service-away', 'service-refused', 'data-large'],
  todo: ['data-doubtful'],
};

/** Something failed in a way that was expected: what it means, what to do, and for staff what it was. */
export function trouble(screen: ScreenOf<'trouble'>, context: ScreenContext): Drawn {
  const { failure, token, reference, tokenPresent } = screen;
  const { t } = context.text;
  const told = troubleOf(failure);
  const halfWritten = token?.halfWritten === true;
  const isUntrue = (part: keyof typeof SAYS_WHOLE): boolean => halfWritten && SAYS_WHOLE[part].includes(told);
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
    lead: t(isUntrue('lead') ? 'screens.oneSlot.aside' : `trouble.${told}.lead`),
    picture: t('screens.trouble.picture'),
    token,
    rest: (
      <div className="sheet">
        <Ways
          ways={[
            {
              icon: 'hand',
              head: t(isUntrue('todo') ? 'screens.oneSlot.whole' : `trouble.${told}.todo`),
              text: t(`trouble.${told}.more`),
            },
            {
              icon: 'lock',
              head: t(failure.tokenEffect === 'none' && !halfWritten ? 'screens.trouble.unchanged' : kept),
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
