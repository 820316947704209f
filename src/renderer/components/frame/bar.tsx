import type { Snapshot, TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import { useLongPress } from './use-long-press.ts';
import './bar.css';

const STAFF_PRESS_MS = 2_000;

/** The mark: a card in front of its copy. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 30 24" aria-hidden="true">
      <rect
        x="1.3"
        y="1.3"
        width="20"
        height="13.4"
        rx="3.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.6"
      />
      <rect className="mark-gap" x="8" y="8" width="22" height="16" rx="4" />
      <rect className="card-1" x="9.5" y="9.5" width="19.2" height="13" rx="2.8" />
    </svg>
  );
}

interface BarProps {
  readonly snapshot: Snapshot | null;
  readonly token: TokenName | null;
  readonly now: number;
  readonly onStaff: () => void;
  readonly onSignIn: () => void;
  readonly onSignOut: () => void;
  readonly onRecords: () => void;
}

/** What happened here is for staff: those who have signed in, or everybody at a desk where nobody does. */
export const mayLook = ({ mode, staff, staffSignIn }: Snapshot): boolean =>
  mode === 'desk' && (staff !== null || !staffSignIn);

/** Who works at this desk, and how that changes. */
function Who({
  snapshot,
  onSignIn,
  onSignOut,
}: Pick<BarProps, 'onSignIn' | 'onSignOut'> & { readonly snapshot: Snapshot }) {
  const { t } = useText();
  const { staff } = snapshot;
  return (
    <span className="bar-who">
      {staff === null ? null : <bdi>{staff.name}</bdi>}
      <button type="button" onClick={staff === null ? onSignIn : onSignOut}>
        <Icon name="staff" />
        {t(staff === null ? 'jobs.who.signIn' : 'jobs.who.signOut')}
      </button>
    </span>
  );
}

/** Who this is, where it is and whose card it is. Pressing the brand for two seconds is the staff's way in. */
export function Bar({ snapshot, token, now, onStaff, onRecords, ...who }: BarProps) {
  const text = useText();
  const { t, format } = text;
  const press = useLongPress(STAFF_PRESS_MS, onStaff);
  const place = snapshot === null ? '' : `${snapshot.branch} · ${format.clock(now)}`;
  const name = token === null ? null : tokenWords(token, text);
  return (
    <header className="bar">
      <button type="button" className="brand" aria-label={t('common.bar.staffMenu')} {...press}>
        <Mark />
        Recard
      </button>
      {snapshot?.demonstration === true ? (
        <p className="demonstration">{t('common.bar.demonstration')}</p>
      ) : null}
      <p className="bar-end">
        {name === null ? null : <bdi className="bar-token">{name}</bdi>}
        <bdi className="bar-place">{place}</bdi>
      </p>
      {snapshot !== null && mayLook(snapshot) ? (
        <span className="bar-who">
          <button type="button" onClick={onRecords}>
            <Icon name="find" />
            {t('records.open')}
          </button>
        </span>
      ) : null}
      {snapshot?.staffSignIn === true ? <Who snapshot={snapshot} {...who} /> : null}
    </header>
  );
}
