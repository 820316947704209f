import { useState } from 'react';
import type { Comfort, ComfortChange } from '../../comfort/comfort.ts';
import { useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';
import { LanguageGrid } from '../controls/language-grid.tsx';
import { Icon, type IconName } from '../icon.tsx';
import './ledge.css';

interface LedgeProps {
  readonly comfort: Comfort;
  readonly change: (change: ComfortChange) => void;
  readonly onCallStaff: () => void;
  /** The attract screen has the languages itself, and offers lower controls here. */
  readonly attract: boolean;
  readonly lowers: boolean;
}

const THEME_NAMES = {
  light: 'common.ledge.themeLight',
  dark: 'common.ledge.themeDark',
  contrast: 'common.ledge.themeContrast',
} as const;

function LedgeButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly state?: string;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" onClick={props.onPress}>
      <Icon name={props.icon} />
      <span>{props.label}</span>
      {props.state === undefined ? null : <span className="unseen">{props.state}</span>}
    </button>
  );
}

/** Help and settings, at the same place on every screen. */
export function Ledge({ comfort, change, onCallStaff, attract, lowers }: LedgeProps) {
  const { t, format } = useText();
  const [choosing, setChoosing] = useState(false);
  return (
    <nav className="ledge" aria-label={t('common.ledge.label')}>
      {attract && lowers ? (
        <LedgeButton
          icon={comfort.lowered ? 'higher' : 'lower'}
          label={t(comfort.lowered ? 'common.ledge.higher' : 'common.ledge.lower')}
          onPress={() => change({ set: 'lowered' })}
        />
      ) : (
        <LedgeButton icon="globe" label={t('common.ledge.language')} onPress={() => setChoosing(true)} />
      )}
      <LedgeButton
        icon="text"
        label={t('common.ledge.larger')}
        state={t('common.ledge.textSize', { n: format.number(Math.round(comfort.textSize * 100)) })}
        onPress={() => change({ set: 'text-size' })}
      />
      <LedgeButton
        icon="contrast"
        label={t('common.ledge.contrast')}
        state={t(THEME_NAMES[comfort.theme])}
        onPress={() => change({ set: 'theme' })}
      />
      <LedgeButton icon="staff" label={t('common.ledge.staff')} onPress={onCallStaff} />
      {choosing ? (
        <Dialog title={t('common.ledge.chooseLanguage')} onClose={() => setChoosing(false)}>
          <LanguageGrid
            chosen={comfort.language}
            listening={comfort.listening}
            onChoose={(language) => {
              change({ set: 'language', language });
              setChoosing(false);
            }}
            onListen={() => change({ set: 'listening' })}
          />
        </Dialog>
      ) : null}
    </nav>
  );
}
