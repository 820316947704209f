import type { JobPreview } from '../../../shared/visit/job/preview.ts';
import type { JobName, TokenName } from '../../../shared/visit/snapshot.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import { MiniCard } from '../stage/card-face.tsx';

function Device({ token, role }: { readonly token: TokenName | null; readonly role: string }) {
  const text = useText();
  return (
    <th scope="col">
      <span className="merge-device">
        <MiniCard kind={token?.kind ?? 'card'} />
        <span>
          <b>{token === null ? role : tokenWords(token, text)}</b>
          <small>{role}</small>
        </span>
      </span>
    </th>
  );
}

/** Whose columns they are, and how full the result is. */
export function MergeHead({ job, bytes }: { readonly job: JobName; readonly bytes: JobPreview['bytes'] }) {
  const { t, format } = useText();
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="unseen">{t('merge.kinds')}</span>
        </th>
        <Device token={job.first} role={t('jobs.path.first')} />
        <Device token={job.second} role={t('jobs.path.second')} />
        <th scope="col" className="merge-result">
          <span className="merge-device">
            <MiniCard />
            <span>
              <b>{t('merge.result')}</b>
              <small>
                {bytes === null
                  ? t('merge.open')
                  : t('jobs.compare.bytes', {
                      used: format.number(bytes.used),
                      room: format.number(bytes.room),
                    })}
              </small>
              {bytes === null ? null : (
                <meter min={0} max={bytes.room} value={bytes.used} aria-label={t('merge.result')} />
              )}
            </span>
          </span>
        </th>
      </tr>
    </thead>
  );
}
