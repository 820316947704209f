import type { RefusedReason } from '../../shared/visit/snapshot.ts';
import { Button } from '../components/controls/button.tsx';
import { Ways } from '../components/controls/ways.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';
import { isLocked } from './locked.ts';

/** Nothing stands against these: they only need a person, or another way. */
const KINDLY: readonly RefusedReason[] = ['settle-at-desk', 'merge-needed', 'same-token'];

/** The texts which say that the card works, or is as it was. */
const SAYS_WHOLE: Readonly<Record<'lead' | 'answer' | 'answerToo', readonly RefusedReason[]>> = {
  lead: ['quota-used', 'set-aside'],
  answer: ['image-untrusted'],
  answerToo: ['set-aside', 'same-token'],
};

/** Refused by a rule: what it means for the card first, then what a person can do. */
export function refused(screen: ScreenOf<'refused'>, context: ScreenContext): Drawn {
  const { token, reason, reference, tokenPresent } = screen;
  const { t } = context.text;
  const kindly = KINDLY.includes(reason);
  // With room for one image nothing is as it was once it was written over.
  const halfWritten = token?.halfWritten === true || (reason === 'set-aside' && token?.oneSlot === true);
  const isUntrue = (part: keyof typeof SAYS_WHOLE): boolean =>
    halfWritten && SAYS_WHOLE[part].includes(reason);
  const merges = reason === 'merge-needed' && !isLocked(context.snapshot);
  return {
    field: kindly ? 'warn' : 'bad',
    scene: {
      pose: tokenPresent ? 'resting' : 'gone',
      kind: token?.kind ?? 'card',
      faded: !kindly,
      badge: tokenPresent && !kindly ? 'lock' : 'none',
    },
    title: t(`refused.${reason}.title`),
    lead: t(isUntrue('lead') ? 'screens.oneSlot.aside' : `refused.${reason}.lead`),
    picture: t(
      !tokenPresent ? 'screens.done.empty' : kindly ? 'screens.offer.picture' : 'screens.refused.picture',
    ),
    token,
    rest: (
      <div className="sheet">
        <Ways
          ways={[
            {
              icon: 'id',
              head: t(`refused.${reason}.ask`),
              text: isUntrue('answer')
                ? t('screens.oneSlot.asideAnswer')
                : t(`refused.${reason}.answer`, { reference: reference ?? '–' }),
            },
            {
              icon: 'hand',
              head: t(`refused.${reason}.askToo`),
              text: t(isUntrue('answerToo') ? 'screens.oneSlot.asideAnswer' : `refused.${reason}.answerToo`),
            },
          ]}
        />
        {/* staff can be called from the ledge as well */}
        {merges ? (
          <Button
            kind="primary"
            hotkey="Enter"
            onPress={() => context.actOnJob({ type: 'start', job: 'merge' })}
          >
            {t('jobs.start.merge')}
          </Button>
        ) : (
          <Button kind="primary" onPress={context.callStaff}>
            {t('screens.refused.staff')}
          </Button>
        )}
        {reference === null ? null : (
          <p className="reference">{t('screens.refused.reference', { reference })}</p>
        )}
      </div>
    ),
  };
}
