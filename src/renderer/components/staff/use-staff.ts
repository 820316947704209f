import { useEffect, useState } from 'react';
import { failure } from '../../../shared/contract/failure.ts';
import type { Result } from '../../../shared/contract/result.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';

export type StaffCall = Result<{ readonly reference: string }>;

export interface StaffWays {
  /** What became of the last call for staff, until it is closed. */
  readonly call: StaffCall | null;
  readonly leaving: boolean;
  callStaff(): void;
  closeCall(): void;
  openExit(): void;
  closeExit(): void;
}

/** Calling staff, and their way out of the kiosk: Ctrl+Shift+Q or a long press on the brand. */
export function useStaff(): StaffWays {
  const bridge = useBridge();
  const [call, setCall] = useState<StaffCall | null>(null);
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.shiftKey && event.code === 'KeyQ') {
        event.preventDefault();
        setLeaving(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return {
    call,
    leaving,
    callStaff: () => {
      if (bridge === null) setCall({ ok: false, failure: failure('internal-error', 'no bridge') });
      else void overBridge(() => bridge.callStaff()).then(setCall);
    },
    closeCall: () => setCall(null),
    openExit: () => setLeaving(true),
    closeExit: () => setLeaving(false),
  };
}
