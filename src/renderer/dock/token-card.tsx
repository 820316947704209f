import type { DockToken } from '../../shared/contract/ipc.ts';
import { MiniCard } from '../components/stage/card-face.tsx';
import { useText } from '../text/use-text.ts';

interface TokenCardProps {
  readonly token: DockToken;
  readonly onPresent: () => void;
  readonly onPull: () => void;
  readonly onTear: () => void;
}

/** One simulated token: what it is good for showing, and what can be done with it. */
export function TokenCard({ token, onPresent, onPull, onTear }: TokenCardProps) {
  const { t } = useText();
  return (
    <li className={token.present ? 'token present' : 'token'}>
      <MiniCard kind={token.kind} />
      <div className="token-text">
        <h2>{token.title}</h2>
        <p>{token.story}</p>
        <p className="token-state">
          {t(token.kind === 'phone' ? 'common.name.phone' : 'common.name.card', { last: token.lastFour })}
          {token.present ? <b>{t('screens.dock.onReader')}</b> : null}
        </p>
      </div>
      <div className="token-ways">
        {token.present ? (
          <>
            <button type="button" onClick={onPull}>
              {t('screens.dock.pull')}
            </button>
            <button type="button" onClick={onTear} title={t('screens.dock.tearLead')}>
              {t('screens.dock.tear')}
            </button>
          </>
        ) : (
          <button type="button" className="main" onClick={onPresent}>
            {t('screens.dock.present')}
          </button>
        )}
      </div>
    </li>
  );
}
