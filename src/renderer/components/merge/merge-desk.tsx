import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { JobAction } from '../../../shared/contract/ipc.ts';
import type { MergePreview } from '../../../shared/image/merge/preview.ts';
import type { JobPreview } from '../../../shared/visit/job/preview.ts';
import type { JobName } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { Button } from '../controls/button.tsx';
import { InPlace } from '../jobs/in-place.tsx';
import { MergeDetails } from './merge-details.tsx';
import { MergeHead } from './merge-head.tsx';
import { MergeRows } from './merge-rows.tsx';
import { Questions } from './questions.tsx';
import { useSettling } from './use-settling.ts';
import './merge.css';

interface MergeDeskProps {
  readonly job: JobName;
  readonly merge: MergePreview;
  readonly asking: { readonly busy: boolean; readonly failure: Failure | null };
  readonly bytes: JobPreview['bytes'];
  /** Who settles it, by name. */
  readonly staff: string | null;
  readonly onJob: (action: JobAction) => void;
}

/** Two images side by side and what becomes of them: staff settle what the rules leave open, then write. */
export function MergeDesk({ job, merge, asking, bytes, staff, onJob }: MergeDeskProps) {
  const { t, format } = useText();
  const [detailed, setDetailed] = useState(false);
  const settling = useSettling(merge, {
    busy: asking.busy,
    onJob,
    onDetails: () => setDetailed(true),
  });
  const left = settling.open.length;
  const stuck = settling.open.some(({ choices }) => choices.length === 0);
  return (
    <>
      <div className="merge">
        <InPlace {...asking} />
        {stuck ? <p className="merge-stuck">{t('merge.stuck')}</p> : null}
        <div className="merge-scroll" data-scrolls>
          <table>
            <MergeHead job={job} bytes={bytes} />
            <MergeRows merge={merge} />
            <Questions settling={settling} />
          </table>
        </div>
      </div>
      <p className="head-end">
        <button type="button" className="aid" onClick={() => setDetailed(true)}>
          {t('merge.details')}
          <span className="key plain-key" aria-hidden="true">
            D
          </span>
        </button>
        {merge.settled.length === 0 ? null : (
          <button type="button" className="aid" aria-disabled={asking.busy} onClick={settling.undo}>
            {t('merge.undo')}
            <span className="key plain-key" aria-hidden="true">
              U
            </span>
          </button>
        )}
      </p>
      <div className="do foot">
        <Button
          kind="primary"
          hotkey="Control+Enter"
          idle={asking.busy || bytes === null}
          onPress={() => onJob({ type: 'confirm' })}
        >
          {left > 0
            ? t('merge.settle', { count: left, n: format.number(left) })
            : t('jobs.compare.acceptMerge')}
        </Button>
        <Button kind="second" hotkey="Escape" onPress={() => onJob({ type: 'cancel' })}>
          {t('merge.cancel')}
        </Button>
      </div>
      {detailed ? <MergeDetails merge={merge} staff={staff} onClose={() => setDetailed(false)} /> : null}
    </>
  );
}
