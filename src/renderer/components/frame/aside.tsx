import type { Snapshot, TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import type { Field, Scene } from '../stage/scene.ts';
import { Stage } from '../stage/stage.tsx';
import './aside.css';

interface AsideProps {
  readonly scene: Scene;
  readonly field: Field;
  readonly label: string;
  readonly snapshot: Snapshot;
  readonly token: TokenName | null;
}

/** The drawing and, at the desk, the facts below it. */
export function Aside({ scene, field, label, snapshot, token }: AsideProps) {
  const text = useText();
  const { t } = text;
  const facts: readonly (readonly [string, string])[] = [
    [t('common.bar.token'), token === null ? t('common.bar.nothing') : tokenWords(token, text)],
    [t('common.bar.branch'), snapshot.branch],
    [t('common.bar.kiosk'), snapshot.kiosk],
    [t('common.bar.service'), t(snapshot.online ? 'common.bar.connected' : 'common.bar.away')],
  ];
  return (
    <div className="aside">
      <Stage scene={scene} field={field} label={label} />
      {snapshot.mode === 'desk' ? (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
