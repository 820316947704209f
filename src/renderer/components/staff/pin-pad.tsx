import { useEffect, useEffectEvent, useState } from 'react';
import type { FailureCode } from '../../../shared/contract/failure.ts';
import type { Result } from '../../../shared/contract/result.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Icon } from '../icon.tsx';
import type { PinPurpose } from './use-staff.ts';
import './staff.css';

const SHORTEST = 4;
const LONGEST = 12;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

function answerTo(code: FailureCode, purpose: PinPurpose): TextKey {
  if (code === 'pin-wrong') return 'screens.pin.wrong';
  if (code === 'pin-locked') return 'screens.pin.locked';
  if (purpose === 'sign-in') return 'jobs.who.again';
  return code === 'exit-while-writing' ? 'screens.pin.writing' : 'screens.pin.failed';
}

const WORDS = {
  exit: { title: 'screens.pin.title', lead: 'screens.pin.lead', enter: 'screens.pin.enter' },
  'sign-in': { title: 'jobs.who.head', lead: 'jobs.who.enter', enter: 'jobs.who.signIn' },
} as const;

interface PinPadProps {
  readonly purpose: PinPurpose;
  readonly onClose: () => void;
}

/** Staff say who they are, to work at the desk or to leave the kiosk's screen. Digits are never shown. */
export function PinPad({ purpose, onClose }: PinPadProps) {
  const { t, format } = useText();
  const bridge = useBridge();
  const words = WORDS[purpose];
  const [pin, setPin] = useState('');
  const [answer, setAnswer] = useState<TextKey | null>(null);

  const add = (digit: string) => {
    setAnswer(null);
    setPin((entered) => (entered + digit).slice(0, LONGEST));
  };
  const drop = () => setPin((entered) => entered.slice(0, -1));
  const enter = () => {
    if (bridge === null || pin.length < SHORTEST) return;
    const asked = (): Promise<Result<unknown>> =>
      purpose === 'exit' ? bridge.exit(pin) : bridge.signIn(pin);
    void overBridge(asked).then((result) => {
      setPin('');
      if (result.ok) onClose();
      else setAnswer(answerTo(result.failure.code, purpose));
    });
  };

  const type = useEffectEvent((event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) add(event.key);
    else if (event.key === 'Backspace') drop();
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) enter();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => type(event);
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <Dialog title={t(words.title)} onClose={onClose}>
      <p role="status">{t(answer ?? words.lead)}</p>
      <div
        className="pin-dots"
        role="img"
        aria-label={t('screens.pin.entry', { n: format.number(pin.length) })}
      >
        {Array.from({ length: Math.max(SHORTEST, pin.length) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity but their place
          <i key={index} className={index < pin.length ? undefined : 'empty'} />
        ))}
      </div>
      <div className="pin-pad" dir="ltr">
        {DIGITS.map((digit) => (
          <button key={digit} type="button" onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" onClick={drop} aria-label={t('screens.pin.delete')}>
          <Icon name="back" />
        </button>
        <button type="button" onClick={() => add('0')}>
          0
        </button>
        <button type="button" className="enter" aria-disabled={pin.length < SHORTEST} onClick={enter}>
          {t(words.enter)}
        </button>
      </div>
    </Dialog>
  );
}
