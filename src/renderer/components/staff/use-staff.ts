import { useEffect, useState } from 'react';
import { failure } from '../../../shared/contract/failure.ts';
import type { Result } from '../../../shared/contract/result.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';

/** What a PIN opens: the way out of the kiosk's screen, or the desk under somebody's name. */
export type PinPurpose = 'exit' | 'sign-in';

export type StaffCall = Result<{ readonly reference: string }>;

export interface StaffWays {
  /** What became of the last call for staff, until it is closed. */
  readonly call: StaffCall | null;
  /** What a PIN is asked for, while it is. */
  readonly pad: PinPurpose | null;
  callStaff(): void;
  closeCall(): void;
  openExit(): void;
  openSignIn(): void;
  closePad(): void;
  signOut(): void;
  /** Whether the list of what happened here is open. */
  readonly records: boolean;
  openRecords(): void;
  closeRecords(): void;
}

/** Calling staff, their way in at a desk, and their way out of the kiosk: Ctrl+Shift+Q or a long press on the brand. */
export function useStaff(): StaffWays {
  const bridge = useBridge();
  const [call, setCall] = useState<StaffCall | null>(null);
  const [pad, setPad] = useState<PinPurpose | null>(null);
  const [records, setRecords] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.shiftKey && event.code === 'KeyQ') {
        event.preventDefault();
        setPad('exit');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return {
    call,
    pad,
    records,
    openRecords: () => setRecords(true),
    closeRecords: () => setRecords(false),
    callStaff: () => {
      if (bridge === null) setCall({ ok: false, failure: failure('internal-error', 'no bridge') });
      else void overBridge(() => bridge.callStaff()).then(setCall);
    },
    closeCall: () => setCall(null),
    openExit: () => setPad('exit'),
    openSignIn: () => {
      setRecords(false);
      setPad('sign-in');
    },
    closePad: () => setPad(null),
    signOut: () => {
      // who works here arrives as the next snapshot
      bridge?.signOut().catch((cause: unknown) => console.error('signing out was not delivered', cause));
    },
  };
}
