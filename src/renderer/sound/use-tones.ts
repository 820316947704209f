import { useEffect, useRef } from 'react';
import type { ScreenName } from '../../shared/visit/snapshot.ts';
import { play } from './play.ts';
import { TONES } from './tones.ts';

/** Sounds a state when it is entered; the one that is there at the start is silent. */
export function useTones(screen: ScreenName | null): void {
  const last = useRef<ScreenName | null>(null);
  const audio = useRef<AudioContext | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = screen;
    if (before === null || screen === null || before === screen) return;
    const notes = TONES[screen];
    // a machine without audio stays silent: colour, pose and words say the same
    if (notes === undefined || typeof AudioContext === 'undefined') return;
    audio.current ??= new AudioContext();
    play(audio.current, notes);
  }, [screen]);
}
