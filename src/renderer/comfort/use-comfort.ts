import { type Dispatch, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import type { ScreenName } from '../../shared/visit/snapshot.ts';
import { LANGUAGE_TRAITS } from '../text/languages.ts';
import { type Comfort, type ComfortChange, changeComfort } from './comfort.ts';

/** After a visit the next person finds the kiosk as it was; someone who is still choosing is not cut off. */
const AFTER_VISIT_MS = 5_000;
const AFTER_TOUCH_MS = 45_000;

/** What the person set, applied to the document, and set back once the visit is over. */
export function useComfort(defaults: Comfort, screen: ScreenName): [Comfort, Dispatch<ComfortChange>] {
  const [comfort, change] = useReducer(changeComfort, defaults);
  const [touched, setTouched] = useState(0);
  const visited = useRef(false);

  useLayoutEffect(() => {
    const root = document.documentElement;
    const traits = LANGUAGE_TRAITS[comfort.language];
    root.lang = traits.tag;
    root.dir = traits.direction;
    root.dataset.theme = comfort.theme;
    root.dataset.text = comfort.textSize < 1.3 ? 'usual' : 'large';
    root.dataset.enlarged = String(comfort.textSize > 1);
    root.style.setProperty('--scale', String(comfort.textSize));
  }, [comfort]);

  useEffect(() => {
    const onTouch = () => setTouched((count) => count + 1);
    window.addEventListener('pointerdown', onTouch);
    window.addEventListener('keydown', onTouch);
    return () => {
      window.removeEventListener('pointerdown', onTouch);
      window.removeEventListener('keydown', onTouch);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each touch starts the wait anew
  useEffect(() => {
    if (screen !== 'attract') {
      visited.current = true;
      return undefined;
    }
    const wait = visited.current ? AFTER_VISIT_MS : AFTER_TOUCH_MS;
    visited.current = false;
    const timer = setTimeout(() => change({ set: 'defaults', defaults }), wait);
    return () => clearTimeout(timer);
  }, [screen, touched, defaults]);

  return [comfort, change];
}
