import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { calibratedDensity, defaultComfort } from './comfort/defaults.ts';
import { sampleBridge } from './gallery/sample-bridge.ts';
import { SAMPLES } from './gallery/samples.ts';
import { createI18n } from './text/translate.ts';
import './theme/index.ts';

/*
 * One screen from a sample: gallery.html?screen=offer&theme=dark&lang=ar&text=1.3&mode=desk
 * `then` shows a second screen after the first, for movements and for what is kept between screens.
 */
const place = document.getElementById('root');
if (place === null) throw new Error('gallery.html has no #root');
const search = new URLSearchParams(window.location.search);
const named = (name: string | null) => (name === null ? undefined : SAMPLES[name]);
const first = named(search.get('screen')) ?? { screen: 'attract' as const };
const then = named(search.get('then'));
const defaults = defaultComfort(search, 'en');

const bridge = sampleBridge(first, {
  mode: search.get('mode') === 'desk' ? 'desk' : 'self-service',
  demonstration: search.get('demonstration') === '1',
});
createRoot(place).render(
  <App
    bridge={bridge}
    i18n={createI18n(defaults.language)}
    defaults={defaults}
    density={calibratedDensity(search)}
  />,
);
if (then !== undefined) setTimeout(() => bridge.show(then), 300);
