import type { TokenName } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { MiniCard } from './card-face.tsx';

interface CardNoteProps {
  readonly token: TokenName;
  readonly say: string;
  /** `say` holds a time that runs. */
  readonly counting?: boolean;
}

/** The card by its picture and its last four digits, and what is to be said about it. */
export function CardNote({ token, say, counting = false }: CardNoteProps) {
  const { t } = useText();
  return (
    <div className="note">
      <MiniCard kind={token.kind} />
      <div>
        <b>
          {t(token.kind === 'phone' ? 'common.name.thePhone' : 'common.name.theCard', {
            last: token.lastFour,
          })}
        </b>
        <span role={counting ? 'timer' : undefined}>{say}</span>
      </div>
    </div>
  );
}
