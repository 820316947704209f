import { LANGUAGES, type Language } from '../../shared/contract/ipc.ts';
import { type Comfort, TEXT_SIZES, THEMES } from './comfort.ts';

const among = <T extends string | number>(values: readonly T[], wanted: string | null): T | null =>
  values.find((value) => String(value) === wanted) ?? null;

/** The kiosk's own settings, from the address of its page; without them, the language of the machine. */
export function defaultComfort(search: URLSearchParams, machineLanguage: string): Comfort {
  const machine = among<Language>(LANGUAGES, machineLanguage.slice(0, 2).toLowerCase());
  return {
    language: among<Language>(LANGUAGES, search.get('lang')) ?? machine ?? 'en',
    theme: among(THEMES, search.get('theme')) ?? 'light',
    textSize: among(TEXT_SIZES, search.get('text')) ?? 1,
    lowered: search.get('lowered') === '1',
    listening: false,
  };
}

/** The calibrated density in CSS px per millimetre, if the device's owner set one. */
export function calibratedDensity(search: URLSearchParams): number | null {
  const mm = Number(search.get('mm'));
  return Number.isFinite(mm) && mm > 0.5 && mm < 40 ? mm : null;
}
