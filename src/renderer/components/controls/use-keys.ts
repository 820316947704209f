import { useEffect, useEffectEvent } from 'react';

export type Hotkey = 'Enter' | 'Escape' | 'Control+Enter';

/** A key that is meant for something else: a focused control, a text that is typed, or an open dialog. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || document.querySelector('dialog[open]') !== null) return true;
  const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
  if (typing) return !event.ctrlKey && event.key !== 'Escape';
  return event.key === 'Enter' && !event.ctrlKey && event.target instanceof HTMLButtonElement;
}

/** The name of a pressed key as hotkeys write it: `Control+Enter`. Letters are small. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey ? `Control+${key}` : key;
}

/** Keys that work from anywhere on the screen, by their names; those that answer `false` are left to others. */
export function useKeys(onKey: (key: string) => boolean): void {
  // one listener for the screen's life: one that is renewed in mid-event would miss that very key
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isTaken(event) && onKey(nameOf(event))) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** The one key of a button. */
export function useHotkey(hotkey: Hotkey | null, press: () => void): void {
  useKeys((key) => {
    if (key !== hotkey) return false;
    press();
    return true;
  });
}
