import { useEffect, useRef, useState } from 'react';
import type { DeskRecord } from '../../../shared/contract/staff.ts';
import { useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';
import { Icon } from '../icon.tsx';
import { found } from './found.ts';
import { useRecords } from './use-records.ts';
import './records.css';

interface RowProps {
  readonly record: DeskRecord;
  readonly now: number;
}

/** One visit or job: what it was, how it ended, and whether the card service knows. */
function Row({ record, now }: RowProps) {
  const { t, format } = useText();
  const { at, what, lastFours, outcome, failure, staffId, reference, heard } = record;
  return (
    <tr>
      <td>{t('jobs.backups.at', { day: format.day(at, now), time: format.clock(at) })}</td>
      <td>
        <b>{t(`records.kind.${what}`)}</b>
        {staffId === null ? null : <small>{t('records.by', { name: staffId })}</small>}
      </td>
      <td>
        <bdi dir="ltr">{lastFours.map((last) => `…${last}`).join(' · ')}</bdi>
      </td>
      <td>
        <span data-outcome={outcome ?? 'unended'}>
          {t(outcome === null ? 'records.unended' : `records.ended.${outcome}`)}
        </span>
        {failure === null ? null : <small>{t(`staff.${failure}`)}</small>}
      </td>
      <td>
        <bdi>{reference}</bdi>
      </td>
      <td>{heard === null ? '–' : t(`records.host.${heard}`)}</td>
    </tr>
  );
}

/** What happened at this desk, newest first, found by the number on a screen or a receipt. For staff only. */
export function Records({ now, onClose }: { readonly now: number; readonly onClose: () => void }) {
  const { t } = useText();
  const [asked, setAsked] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const records = useRecords();
  useEffect(() => field.current?.focus(), []);
  const rows = records?.ok === true ? found(records.value, asked) : [];
  return (
    <Dialog title={t('records.title')} onClose={onClose}>
      <div className="records">
        <label className="records-find">
          <Icon name="find" />
          <span className="unseen">{t('records.find')}</span>
          <input
            ref={field}
            type="text"
            dir="ltr"
            maxLength={40}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('records.find')}
            value={asked}
            onChange={(event) => setAsked(event.target.value)}
          />
        </label>
        <div className="records-list" data-scrolls>
          {rows.length === 0 ? null : (
            <table>
              <thead>
                <tr>
                  {(['when', 'what', 'device', 'outcome', 'reference', 'heard'] as const).map((head) => (
                    <th key={head} scope="col">
                      {t(`records.${head}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((record) => (
                  <Row key={`${record.what} ${record.reference}`} record={record} now={now} />
                ))}
              </tbody>
            </table>
          )}
          <p role="status">
            {records === null || rows.length > 0
              ? ''
              : t(
                  !records.ok
                    ? 'records.failed'
                    : records.value.length === 0
                      ? 'records.empty'
                      : 'records.none',
                )}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
