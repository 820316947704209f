import type { Snapshot, TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { type Text, useText } from '../../text/use-text.ts';
import type { Field, Scene } from '../stage/scene.ts';
import { Stage } from '../stage/stage.tsx';
import './aside.css';

interface AsideProps {
  readonly scene: Scene;
  readonly field: Field;
  readonly label: string;
  readonly snapshot: Snapshot;
  /** What lies on the readers; `null` for a device that has not been read. */
  readonly lying: readonly (TokenName | null)[];
}

/** What lies there by its names; of what has not been read, only that it is there. */
function lyingWords(lying: AsideProps['lying'], text: Text): string {
  const names = lying.flatMap((token) => (token === null ? [] : [tokenWords(token, text)]));
  if (names.length > 0) return text.format.list(names);
  return text.t(lying.length === 0 ? 'common.bar.nothing' : 'common.bar.unread');
}

/** The drawing and, at the desk, the facts below it. */
export function Aside({ scene, field, label, snapshot, lying }: AsideProps) {
  const text = useText();
  const { t } = text;
  const facts: readonly (readonly [string, string])[] = [
    [t('common.bar.token'), lyingWords(lying, text)],
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
