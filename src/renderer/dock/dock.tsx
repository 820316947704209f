import type { DockBridge } from '../../shared/contract/ipc.ts';
import { useText } from '../text/use-text.ts';
import { TokenCard } from './token-card.tsx';
import { useTokens } from './use-tokens.ts';
import '../components/stage/card.css';
import './dock.css';

/** The demonstration dock: cards and phones to put on the reader that stands next to it, all simulated. */
export function Dock({ bridge }: { readonly bridge: DockBridge }) {
  const { t } = useText();
  const { tokens, failed, run } = useTokens(bridge);
  return (
    <main className="dock">
      <header>
        <h1>{t('screens.dock.title')}</h1>
        <p>{t('screens.dock.lead')}</p>
      </header>
      <p className="dock-failed" role="status">
        {failed === null ? '' : t(`staff.${failed}`)}
      </p>
      {tokens?.length === 0 ? <p>{t('screens.dock.none')}</p> : null}
      <ul>
        {tokens?.map((token) => (
          <TokenCard
            key={token.id}
            token={token}
            onPresent={() => run(() => bridge.present(token.id))}
            onPull={() => run(() => bridge.pull(token.id))}
            onTear={() => run(() => bridge.tear(token.id))}
          />
        ))}
      </ul>
    </main>
  );
}
