import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { calibratedDensity, defaultComfort } from './comfort/defaults.ts';
import { sampleBridge } from './gallery/sample-bridge.ts';
import { SAMPLES, STAFF } from './gallery/samples.ts';
import { createI18n } from './text/translate.ts';
import './theme/index.ts';

/*
 * One screen from a sample: gallery.html#screen=offer&theme=dark&lang=ar&text=1.3&mode=desk
 * `next` shows a second screen after the first, for movements and for what is kept between screens.
 * Another hash shows another screen without loading the page anew.
 */
const place = document.getElementById('root');
if (place === null) throw new Error('gallery.html has no #root');
const root = createRoot(place);
const AFTER_FIRST_MS = 300;

function show(): void {
  const asked = new URLSearchParams(window.location.hash.slice(1));
  const named = (name: string | null) => (name === null ? undefined : SAMPLES[name]);
  const first = named(asked.get('screen')) ?? { screen: 'attract' as const };
  const next = named(asked.get('next'));
  const defaults = defaultComfort(asked, 'en');
  const bridge = sampleBridge(first, {
    mode: asked.get('mode') === 'desk' ? 'desk' : 'self-service',
    demonstration: asked.get('demonstration') === '1',
    staff: asked.get('staff') === '1' ? STAFF : null,
  });
  root.render(
    <App
      key={window.location.hash}
      bridge={bridge}
      i18n={createI18n(defaults.language)}
      defaults={defaults}
      density={calibratedDensity(asked)}
    />,
  );
  if (next !== undefined) setTimeout(() => bridge.show(next), AFTER_FIRST_MS);
}

show();
window.addEventListener('hashchange', show);
