import type { ReactNode } from 'react';
import { type Hotkey, useHotkey } from './use-keys.ts';
import './button.css';

const KEY_NAMES: Record<Hotkey, readonly string[]> = {
  Enter: ['↵'],
  Escape: ['Esc'],
  'Control+Enter': ['Ctrl', '↵'],
};

interface ButtonProps {
  /** `primary`: the one thing to do. `second`: the way out. `quiet`: on a field of colour. */
  readonly kind: 'primary' | 'second' | 'quiet';
  readonly hotkey?: Hotkey;
  readonly onPress: () => void;
  /** It cannot be pressed now; what it says tells why. */
  readonly idle?: boolean;
  readonly children: ReactNode;
}

/** A button; with a hotkey it is pressed by that key from anywhere on the screen. */
export function Button({ kind, hotkey, onPress, idle = false, children }: ButtonProps) {
  const press = () => {
    if (!idle) onPress();
  };
  useHotkey(hotkey ?? null, press);
  return (
    <button type="button" className={`button ${kind}`} aria-disabled={idle} onClick={press}>
      {children}
      {hotkey === undefined ? null : (
        <span className="keys" aria-hidden="true">
          {KEY_NAMES[hotkey].map((key) => (
            <span key={key} className="key">
              {key}
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
