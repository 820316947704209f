import { useEffect, useState } from 'react';
import { failure } from '../../../shared/contract/failure.ts';
import type { Result } from '../../../shared/contract/result.ts';
import type { DeskRecord } from '../../../shared/contract/staff.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';

/** What happened at this desk, asked for once; `null` until it is there. */
export function useRecords(): Result<readonly DeskRecord[]> | null {
  const bridge = useBridge();
  const [records, setRecords] = useState<Result<readonly DeskRecord[]> | null>(null);
  useEffect(() => {
    let open = true;
    const set = (answer: Result<readonly DeskRecord[]>) => {
      if (open) setRecords(answer);
    };
    if (bridge === null) set({ ok: false, failure: failure('internal-error', 'no bridge') });
    else void overBridge(() => bridge.records()).then(set);
    return () => {
      open = false;
    };
  }, [bridge]);
  return records;
}
