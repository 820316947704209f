import type { i18n } from 'i18next';
import { useRef } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { KioskBridge, UserAction } from '../shared/contract/ipc.ts';
import { standIn } from './bridge/stand-in.ts';
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
  const received = useRef(standIn(connection));
  if (connection.state !== 'waiting') received.current = standIn(connection);
  const { snapshot } = received.current;
  const form = useForm(snapshot.mode, density);
  const [comfort, changeComfort] = useComfort(defaults, snapshot.screen.screen);
  useTones(connection.state === 'live' ? snapshot.screen.screen : null);
  if (i18n.language !== comfort.language) void i18n.changeLanguage(comfort.language);

  const act = (action: UserAction): void => {
    // what becomes of it arrives as the next snapshot; an action that came too late changes nothing
    bridge?.act(action).catch((cause: unknown) => console.error('action was not delivered', cause));
  };
  return (
    <BridgeContext value={bridge}>
      <I18nextProvider i18n={i18n}>
        <Kiosk
          received={received.current}
          form={form}
          comfort={comfort}
          changeComfort={changeComfort}
          act={act}
        />
      </I18nextProvider>
    </BridgeContext>
  );
}
