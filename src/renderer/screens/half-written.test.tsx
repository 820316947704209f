import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { expect, test } from 'vitest';
import { FAILURE_CODES, failure } from '../../shared/contract/failure.ts';
import type { RefusedReason, Screen, Snapshot, TokenName } from '../../shared/visit/snapshot.ts';
import { NOW } from '../gallery/now.ts';
import { refused } from '../text/en/refused.ts';
import { textIn } from '../text/testing.ts';
import { createI18n } from '../text/translate.ts';
import { draw } from './draw.ts';

const REASONS = Object.keys(refused) as RefusedReason[];
const COMFORT = { language: 'en', theme: 'light', textSize: 1, lowered: false, listening: false } as const;
const nothing = () => {};

/** All that a customer can read on a screen, in English. */
function read(screen: Screen): string {
  const snapshot: Snapshot = {
    ...{ revision: 1, now: NOW, screen, online: true, branch: 'Harbour Square', kiosk: 'kiosk-2' },
    ...{ mode: 'self-service', staff: null, staffSignIn: false, onReaders: [], demonstration: false },
  };
  const { title, lead, rest } = draw(screen, {
    ...{ snapshot, text: textIn('en'), form: 'portrait', now: NOW, lastRing: null, comfort: COMFORT },
    ...{ changeComfort: nothing, act: nothing, actOnJob: nothing, signIn: nothing, callStaff: nothing },
  });
  return `${title} ${lead} ${renderToStaticMarkup(<I18nextProvider i18n={createI18n('en')}>{rest}</I18nextProvider>)}`;
}

/** Each screen that can be reached with a token whose image somebody else was writing over. */
function screensWith(token: TokenName): string[] {
  const common = { token, reference: 'R-0F6E7C52', tokenPresent: true };
  const screens: Screen[] = [
    { screen: 'offline', token, tokenPresent: true, content: null },
    ...REASONS.map((reason) => ({ screen: 'refused', reason, ...common }) as const),
    ...FAILURE_CODES.map((code) => ({ screen: 'trouble', failure: failure(code), ...common }) as const),
  ];
  return screens.map(read);
}

test('no screen says of a token whose only image is half written that it is fine or as it was', () => {
  const saysSo = (text: string) => /is fine|as usual|as it was|as before/.test(text);
  const whole: TokenName = { kind: 'card', lastFour: '4417', oneSlot: true };
  expect(screensWith(whole).filter(saysSo).length).toBeGreaterThan(20);
  expect(screensWith({ ...whole, halfWritten: true }).filter(saysSo)).toEqual([]);
});
