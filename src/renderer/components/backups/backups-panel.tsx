import { useState } from 'react';
import type { JobAction } from '../../../shared/contract/ipc.ts';
import type { Screen } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { Button } from '../controls/button.tsx';
import { useKeys } from '../controls/use-keys.ts';
import { InPlace } from '../jobs/in-place.tsx';
import { Carry } from './carry.tsx';
import { Copy } from './copy.tsx';
import './backups.css';

interface BackupsPanelProps {
  readonly screen: Extract<Screen, { screen: 'backups' }>;
  readonly now: number;
  readonly onJob: (action: JobAction) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The copies that are kept, newest first; the suggested one is chosen until staff choose another. */
export function BackupsPanel({ screen, now, onJob }: BackupsPanelProps) {
  const { offers, chosen, busy, failure, job } = screen;
  const { t, format } = useText();
  const open = offers.filter(({ blocked }) => blocked === null);
  const preset = chosen ?? open.find(({ suggested }) => suggested)?.backupId ?? open[0]?.backupId ?? null;
  const [own, setOwn] = useState<string | null>(null);
  const selected = open.find(({ backupId }) => backupId === (own ?? preset)) ?? null;
  useKeys((key) => {
    const step = STEPS[key];
    if (step === undefined) return false;
    const at = open.findIndex(({ backupId }) => backupId === selected?.backupId);
    const next = open[Math.min(open.length - 1, Math.max(0, at + step))];
    if (next !== undefined) setOwn(next.backupId);
    return true;
  });
  return (
    <>
      <div className="copies" data-scrolls>
        <InPlace busy={busy} failure={failure} />
        {offers.length === 0 && !busy ? <p className="find-empty">{t('jobs.backups.none')}</p> : null}
        <fieldset>
          <legend className="unseen">{t('jobs.backups.copies')}</legend>
          {offers.map((offer) => (
            <Copy
              key={offer.backupId}
              offer={offer}
              chosen={offer === selected}
              now={now}
              onChoose={() => setOwn(offer.backupId)}
            />
          ))}
        </fieldset>
      </div>
      <Carry offer={selected} token={job.second} stopped={job.firstStopped} />
      <div className="do foot">
        {failure === null ? (
          <Button
            kind="primary"
            hotkey="Control+Enter"
            idle={busy || selected === null}
            onPress={() => {
              if (selected !== null) onJob({ type: 'choose-backup', backupId: selected.backupId });
            }}
          >
            {t('jobs.backups.accept')}
          </Button>
        ) : (
          <Button kind="primary" hotkey="Control+Enter" idle={busy} onPress={() => onJob({ type: 'again' })}>
            {t('jobs.backups.again')}
          </Button>
        )}
        <Button kind="second" hotkey="Escape" onPress={() => onJob({ type: 'cancel' })}>
          {t('merge.cancel')}
        </Button>
      </div>
      <p className="head-end">
        <b>{t('jobs.backups.kept', { count: offers.length, n: format.number(offers.length) })}</b>
        <span className="key plain-key" aria-hidden="true">
          ↑
        </span>
        <span className="key plain-key" aria-hidden="true">
          ↓
        </span>
      </p>
    </>
  );
}
