import { useState } from 'react';
import type { JobAction } from '../../../shared/contract/ipc.ts';
import type { CustomerToken, ReportKind } from '../../../shared/contract/transfer.ts';
import type { Screen } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { Button } from '../controls/button.tsx';
import { Icon } from '../icon.tsx';
import { InPlace } from '../jobs/in-place.tsx';
import { CustomerTokens } from './customer-tokens.tsx';
import { ReportForm } from './report-form.tsx';
import { SearchForm } from './search-form.tsx';
import './find.css';

interface FindPanelProps {
  readonly screen: Extract<Screen, { screen: 'find' }>;
  readonly onJob: (action: JobAction) => void;
}

/** What was reported already is not asked for again. */
const knownReport = ({ status }: CustomerToken): ReportKind | null =>
  status === 'lost' || status === 'stolen' || status === 'damaged' ? status : null;

/** Finds the customer, then the token that is gone, then what happened to it. */
export function FindPanel({ screen, onJob }: FindPanelProps) {
  const { customers, busy, failure } = screen;
  const { t } = useText();
  const [token, setToken] = useState<CustomerToken | null>(null);
  const [report, setReport] = useState<ReportKind | null>(null);
  const chosen = customers?.some(({ tokens }) => tokens.some(({ tokenId }) => tokenId === token?.tokenId))
    ? token
    : null;
  const ready = chosen !== null && report !== null && !busy;
  return (
    <>
      <div className="find">
        <SearchForm busy={busy} onSearch={(by, value) => onJob({ type: 'search', by, value })} />
        {screen.job.second === null ? (
          <p className="find-present">
            <Icon name="card" />
            {t('jobs.find.orPresent')}
          </p>
        ) : null}
        <InPlace busy={busy} failure={failure} />
        {customers === null ? (
          <p className="find-empty">{t('jobs.find.start')}</p>
        ) : customers.length === 0 ? (
          <p className="find-empty">{t('jobs.find.none')}</p>
        ) : (
          <div className="find-found" data-scrolls>
            {customers.map((customer) => (
              <CustomerTokens
                key={customer.accountRef}
                customer={customer}
                chosen={chosen?.tokenId ?? null}
                onChoose={(choice) => {
                  setToken(choice);
                  setReport(knownReport(choice));
                }}
              />
            ))}
          </div>
        )}
        {chosen === null ? null : <ReportForm chosen={report} onChoose={setReport} />}
      </div>
      <div className="do foot">
        <Button
          kind="primary"
          hotkey="Control+Enter"
          idle={!ready}
          onPress={() => {
            if (chosen !== null && report !== null)
              onJob({ type: 'report', tokenId: chosen.tokenId, report });
          }}
        >
          {t('jobs.find.go')}
        </Button>
        <Button kind="second" hotkey="Escape" onPress={() => onJob({ type: 'cancel' })}>
          {t('merge.cancel')}
        </Button>
      </div>
    </>
  );
}
