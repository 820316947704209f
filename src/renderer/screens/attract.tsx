import { LanguageGrid } from '../components/controls/language-grid.tsx';
import type { Drawn, ScreenContext } from './drawn.ts';

/** Ready: a hand shows what to do; the language is a matter of choice. */
export function attract({ text: { t }, comfort, changeComfort }: ScreenContext): Drawn {
  return {
    field: 'calm',
    scene: { pose: 'offered', hand: true },
    title: t('screens.attract.title'),
    lead: t('screens.attract.lead'),
    picture: t('screens.attract.picture'),
    token: null,
    poster: true,
    rest: (
      <div className="do">
        <p className="about">{t('screens.attract.about')}</p>
        <LanguageGrid
          chosen={comfort.language}
          listening={comfort.listening}
          onChoose={(language) => changeComfort({ set: 'language', language })}
          onListen={() => changeComfort({ set: 'listening' })}
        />
      </div>
    ),
  };
}
