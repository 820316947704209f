import type { i18n } from 'i18next';
import { useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { JobAction, KioskBridge, UserAction } from '../shared/contract/ipc.ts';
import { onItsOwn } from './bridge/on-its-own.ts';
import { BridgeContext, useSnapshot } from './bridge/use-snapshot.ts';
import type { Comfort } from './comfort/comfort.ts';
import { useComfort } from './comfort/use-comfort.ts';
import { useForm } from './comfort/use-form.ts';
import { Kiosk } from './components/frame/kiosk.tsx';
import { useTones } from './sound/use-tones.ts';

interface AppProps {
  readonly bridge: KioskBridge | null;
  readonly i18n: i18n;
  readonly defaults: Comfort;
  /** CSS px per millimetre, where the device was calibrated. */
  readonly density: number | null;
}

/** The kiosk's window: whatever main publishes is drawn, and what a person does goes back. */
export function App({ bridge, i18n, defaults, density }: AppProps) {
  const connection = useSnapshot(bridge);
  const received = connection.state === 'live' ? connection.received : null;
  const lost = useMemo(
    () => (connection.state === 'lost' ? onItsOwn(connection.failure) : null),
    [connection],
  );
  const shown = received ?? lost;
  const screen = received?.snapshot.screen.screen ?? null;
  const form = useForm(received?.snapshot.mode ?? 'self-service', density);
  const [comfort, changeComfort] = useComfort(defaults, screen ?? 'trouble');
  useTones(screen);
  if (i18n.language !== comfort.language) void i18n.changeLanguage(comfort.language);

  const act = (action: UserAction): void => {
    // what becomes of it arrives as the next snapshot; an action that came too late changes nothing
    bridge?.act(action).catch((cause: unknown) => console.error('action was not delivered', cause));
  };
  const actOnJob = (action: JobAction): void => {
    bridge?.actOnJob(action).catch((cause: unknown) => console.error('action was not delivered', cause));
  };
  return (
    <BridgeContext value={bridge}>
      <I18nextProvider i18n={i18n}>
        {shown === null ? (
          <div className="kiosk" data-field="calm" />
        ) : (
          <Kiosk
            received={shown}
            form={form}
            comfort={comfort}
            changeComfort={changeComfort}
            act={act}
            actOnJob={actOnJob}
          />
        )}
      </I18nextProvider>
    </BridgeContext>
  );
}
