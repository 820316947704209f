import type { DeviceRole } from '../../../shared/contract/transfer.ts';
import type { JobName, TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import { MiniCard } from '../stage/card-face.tsx';
import './jobs.css';

interface EndProps {
  readonly label: string;
  readonly token: TokenName | null;
  readonly say: string;
  readonly now: boolean;
}

/** One of the two devices: as a picture once it is known, as an empty place before. */
function End({ label, token, say, now }: EndProps) {
  const text = useText();
  return (
    <li aria-current={now ? 'step' : undefined}>
      {token === null ? <span className="path-place" /> : <MiniCard kind={token.kind} />}
      <p>
        <b>{token === null ? label : tokenWords(token, text)}</b>
        <span>{say}</span>
      </p>
    </li>
  );
}

interface JobPathProps {
  readonly job: JobName;
  /** The device that is asked for or looked at; `null` once both are known. */
  readonly now: DeviceRole | null;
  /** It lies on the reader and is looked at. */
  readonly there?: boolean;
}

/** From which to which: both devices of a job and how far they are. */
export function JobPath({ job, now, there = false }: JobPathProps) {
  const { t } = useText();
  const sayOf = (role: DeviceRole): string => {
    if (role === now) return t(there ? 'jobs.path.looked' : 'jobs.path.wanted');
    return t(job[role] === null ? 'jobs.path.later' : 'jobs.path.checked');
  };
  const replaces = job.kind === 'replace';
  const sayOfOld = t(job.firstStopped ? 'jobs.find.stopped' : 'jobs.path.worksOn');
  return (
    <ol className="job-path">
      <End
        label={t(replaces ? 'jobs.path.old' : 'jobs.path.first')}
        token={job.first}
        say={replaces && job.first !== null ? sayOfOld : sayOf('first')}
        now={now === 'first'}
      />
      <li className="path-toward" aria-hidden="true">
        <Icon name={job.kind === 'merge' ? 'plus' : 'arrow'} flips />
      </li>
      <End
        label={t(replaces ? 'jobs.path.new' : 'jobs.path.second')}
        token={job.second}
        say={sayOf('second')}
        now={now === 'second'}
      />
    </ol>
  );
}
