import { LANGUAGES, type Language } from '../../../shared/contract/ipc.ts';
import { useVoice } from '../../sound/use-voice.ts';
import { LANGUAGE_TRAITS } from '../../text/languages.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import './language-grid.css';

interface LanguageGridProps {
  readonly chosen: Language;
  readonly listening: boolean;
  readonly onChoose: (language: Language) => void;
  readonly onListen: () => void;
}

/** Every language under its own name; and, where the machine has a voice, to be read to. */
export function LanguageGrid({ chosen, listening, onChoose, onListen }: LanguageGridProps) {
  const { t } = useText();
  const voice = useVoice(chosen);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid of equal tiles
    <div className="languages" role="group" aria-label={t('screens.attract.languages')}>
      {LANGUAGES.map((language) => {
        const { name, tag } = LANGUAGE_TRAITS[language];
        return (
          <button
            key={language}
            type="button"
            lang={tag}
            aria-pressed={language === chosen}
            onClick={() => onChoose(language)}
          >
            {language === chosen ? <Icon name="check" /> : null}
            {name}
          </button>
        );
      })}
      {voice === null ? null : (
        <button type="button" aria-pressed={listening} onClick={onListen}>
          <Icon name={listening ? 'quiet' : 'listen'} />
          {t(listening ? 'common.ledge.quiet' : 'common.ledge.listen')}
        </button>
      )}
    </div>
  );
}
