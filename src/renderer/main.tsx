import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { kioskBridge } from './bridge/bridge.ts';
import { calibratedDensity, defaultComfort } from './comfort/defaults.ts';
import { createI18n } from './text/translate.ts';
import './theme/index.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
const search = new URLSearchParams(window.location.search);
const defaults = defaultComfort(search, navigator.language);

createRoot(place).render(
  <StrictMode>
    <App
      bridge={kioskBridge()}
      i18n={createI18n(defaults.language)}
      defaults={defaults}
      density={calibratedDensity(search)}
    />
  </StrictMode>,
);
