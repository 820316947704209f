import { Button } from '../components/controls/button.tsx';
import { Ways } from '../components/controls/ways.tsx';
import { Content } from '../components/pair/content.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

/**
 * The host is away. The card is fine, and what is on it can be looked at; but where its one image was being written
 * over, there is nothing whole to look at, and only the host has what finishes it.
 */
export function offline(screen: ScreenOf<'offline'>, context: ScreenContext): Drawn {
  const { token, tokenPresent, content } = screen;
  const { t } = context.text;
  const kind = token?.kind ?? 'card';
  const halfWritten = token?.halfWritten === true;
  const picture = t('screens.offline.picture');
  if (content !== null) {
    return {
      field: 'plain',
      scene: { pose: tokenPresent ? 'resting' : 'gone', kind, hidden: true },
      title: t('screens.offline.contentTitle'),
      lead: t('screens.offline.contentLead'),
      picture,
      token,
      rest: (
        <>
          <Content content={content} form={context.form} textSize={context.comfort.textSize} />
          <div className="do">
            <Button kind="primary" hotkey="Enter" onPress={() => context.act('finish')}>
              {t('screens.offline.finish')}
            </Button>
          </div>
        </>
      ),
    };
  }
  return {
    field: 'away',
    scene: { pose: tokenPresent ? 'resting' : 'gone', kind, lit: false, badge: 'no-link' },
    title: t('screens.offline.title'),
    lead: t(halfWritten ? 'screens.oneSlot.away' : 'screens.offline.lead'),
    picture,
    token,
    rest: (
      <div className="sheet">
        <Ways
          ways={[
            { icon: 'clock', head: t('screens.offline.again'), text: t('screens.offline.againLead') },
            {
              icon: 'lock',
              head: t(halfWritten ? 'screens.oneSlot.whole' : 'screens.offline.missing'),
              text: t(halfWritten ? 'screens.oneSlot.awayMore' : 'screens.offline.missingLead'),
            },
          ]}
        />
        {halfWritten ? null : tokenPresent ? (
          <Button kind="primary" hotkey="Enter" onPress={() => context.act('show-content')}>
            {t('screens.offline.show')}
          </Button>
        ) : (
          <p className="invite">{t('screens.offline.put')}</p>
        )}
      </div>
    ),
  };
}
