import { type ReactNode, useEffect, useEffectEvent } from 'react';
import './button.css';

type Hotkey = 'Enter' | 'Escape';
const KEY_NAMES = { Enter: '↵', Escape: 'Esc' } as const;

interface ButtonProps {
  /** `primary`: the one thing to do. `second`: the way out. `quiet`: on a field of colour. */
  readonly kind: 'primary' | 'second' | 'quiet';
  readonly hotkey?: Hotkey;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A key that is meant for something else: a focused control, or an open dialog. */
const keyIsTaken = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  event.repeat ||
  document.querySelector('dialog[open]') !== null ||
  (event.key === 'Enter' && event.target instanceof HTMLButtonElement);

/** A button; with a hotkey it is pressed by that key from anywhere on the screen. */
export function Button({ kind, hotkey, onPress, children }: ButtonProps) {
  // one listener for the button's life: one that is renewed in mid-event would miss that very key
  const press = useEffectEvent(onPress);
  useEffect(() => {
    if (hotkey === undefined) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== hotkey || keyIsTaken(event)) return;
      event.preventDefault();
      press();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [hotkey]);
  return (
    <button type="button" className={`button ${kind}`} onClick={onPress}>
      {children}
      {hotkey === undefined ? null : (
        <span className="key" aria-hidden="true">
          {KEY_NAMES[hotkey]}
        </span>
      )}
    </button>
  );
}
