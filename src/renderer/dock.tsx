import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { dockBridge } from './bridge/bridge.ts';
import { defaultComfort } from './comfort/defaults.ts';
import { Dock } from './dock/dock.tsx';
import { LANGUAGE_TRAITS } from './text/languages.ts';
import { createI18n, translator } from './text/translate.ts';
import './theme/index.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('dock.html has no #root');
const { language, theme } = defaultComfort(new URLSearchParams(window.location.search), navigator.language);
const i18n = createI18n(language);
const root = document.documentElement;
root.lang = LANGUAGE_TRAITS[language].tag;
root.dir = LANGUAGE_TRAITS[language].direction;
root.dataset.form = 'dock';
root.dataset.theme = theme;

const bridge = dockBridge();
createRoot(place).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      {bridge === null ? (
        <p role="alert">{translator(i18n, language)('screens.dock.alone')}</p>
      ) : (
        <Dock bridge={bridge} />
      )}
    </I18nextProvider>
  </StrictMode>,
);
